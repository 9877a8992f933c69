// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.AbstractMessageManagerTest;
import org.apache.james.mailbox.store.MessageManagerTestSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of what a folder tells of itself, and to whom. */
@ClassTemplate
final class MessageManagerContractTest extends AbstractMessageManagerTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    @BeforeEach
    void assemble() throws Exception {
        PosthornMailboxManager manager = StoreResources.of(STORE.fixture()).manager;
        super.setup(new MessageManagerTestSystem(manager) {
            @Override
            public Mailbox createMailbox(MailboxPath path, MailboxSession session) throws MailboxException {
                manager.createMailbox(path, session);
                return manager.getMailbox(path, session).getMailboxEntity();
            }
        });
    }
}
