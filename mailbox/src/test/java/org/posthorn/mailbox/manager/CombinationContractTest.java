// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.AbstractCombinationManagerTest;
import org.apache.james.mailbox.store.CombinationManagerTestSystem;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of the two ways to a message, by folder and by identity, used together. */
@ClassTemplate
final class CombinationContractTest extends AbstractCombinationManagerTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private static final String UIDS =
            "the store itself gives every message its UID under the folder's lock, so that the one"
                    + " which James took beforehand is lost; only JMAP, which is not served, comes this way";

    @RegisterExtension
    static final RefusedContracts REFUSED = new RefusedContracts()
            .refuse(
                    "getMetadataFromMessageManagerShouldReturnFirstUnseenMessageWhenSetInMailboxesFromMessageIdManager",
                    UIDS,
                    "expected: 1 but was: 2")
            .refuse(
                    "searchFromMessageManagerShouldReturnMessagesUsingSetInMailboxesFromMessageIdManagerWhenSearchByMailboxQueryWithMailboxPath",
                    UIDS,
                    "Expecting actual: [2] to contain exactly");

    @Override
    protected CombinationManagerTestSystem createTestingData() {
        StoreResources resources = StoreResources.of(STORE.fixture());
        return new CombinationManagerTestSystem(resources.manager, resources.messageIds) {
            @Override
            public Mailbox createMailbox(MailboxPath path, MailboxSession session) throws MailboxException {
                resources.manager.createMailbox(path, session);
                return resources.manager.getMailbox(path, session).getMailboxEntity();
            }

            @Override
            public MessageManager createMessageManager(Mailbox folder, MailboxSession session) {
                return resources.manager.createMessageManager(folder, session);
            }
        };
    }
}
