// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.ImapResponseEncoder;
import org.apache.james.imap.message.response.QuotaRootResponse;

/** {@code * QUOTAROOT "INBOX" "User quota"}. */
public final class RootLine implements ImapResponseEncoder<QuotaRootResponse> {

    @Inject
    public RootLine() {}

    @Override
    public Class<QuotaRootResponse> acceptableMessages() {
        return QuotaRootResponse.class;
    }

    @Override
    public void encode(QuotaRootResponse response, ImapResponseComposer composer) throws IOException {
        composer.untagged();
        composer.message(ImapConstants.QUOTAROOT_RESPONSE_NAME);
        composer.mailbox(response.getMailboxName());
        composer.quote(response.getQuotaRoot());
        composer.end();
    }
}
