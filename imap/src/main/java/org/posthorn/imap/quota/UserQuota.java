// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.message.response.QuotaResponse;
import org.apache.james.mailbox.quota.QuotaManager.Quotas;

/** The one quota root that clients see: all folders of the user together, and its storage only. */
final class UserQuota {

    /** The name of the root. */
    static final String NAME = "User quota";

    static final List<Capability> CAPABILITIES =
            List.of(ImapConstants.SUPPORTS_QUOTA, ImapConstants.SUPPORTS_QUOTA_RES_STORAGE);

    private UserQuota() {}

    /** Whether there is anything to say. */
    static boolean isLimited(Quotas quotas) {
        return quotas.getStorageQuota().getLimit().isLimited();
    }

    /** The untagged line, where there is a limit. */
    static void respond(Quotas quotas, Responder responder) {
        if (isLimited(quotas)) {
            responder.respond(new QuotaResponse(ImapConstants.STORAGE_QUOTA_RESOURCE, NAME, quotas.getStorageQuota()));
        }
    }
}
