// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.ImapResponseEncoder;
import org.apache.james.imap.message.response.QuotaResponse;

/** {@code * QUOTA "User quota" (STORAGE 12 1000)}: used and allowed in units of 1024 bytes, rounded down. */
public final class StorageLine implements ImapResponseEncoder<QuotaResponse> {

    private static final int UNIT = 1024;

    @Inject
    public StorageLine() {}

    @Override
    public Class<QuotaResponse> acceptableMessages() {
        return QuotaResponse.class;
    }

    @Override
    public void encode(QuotaResponse response, ImapResponseComposer composer) throws IOException {
        composer.untagged();
        composer.message(ImapConstants.QUOTA_RESPONSE_NAME);
        composer.quote(response.getQuotaRoot());
        composer.openParen();
        composer.message(response.getResourceName());
        composer.message(response.getQuota().getUsed().asLong() / UNIT);
        composer.message(response.getQuota().getLimit().asLong() / UNIT);
        composer.closeParen();
        composer.end();
    }
}
