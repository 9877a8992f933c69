// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.quota.QuotaChecker;
import org.apache.james.mailbox.store.search.MessageSearchIndex;

/** What every open folder works with. */
record FolderServices(
        StoreParts store, AccessParts access, MessageSearchIndex index, FolderEvents events, DeletionHooks hooks) {

    /**
     * Checks against the limits that are known beforehand; the store checks again under its locks.
     *
     * @throws org.apache.james.mailbox.exception.OverQuotaException when there is not room for this much more
     */
    void checkQuota(Mailbox folder, long messages, long bytes) throws MailboxException {
        QuotaRoot root = access.quota().getQuotaRootResolver().getQuotaRoot(folder);
        var quotas = MailboxReactorUtils.block(access.quota().getQuotaManager().getQuotasReactive(root));
        new QuotaChecker(quotas, root).tryAddition(messages, bytes);
    }
}
