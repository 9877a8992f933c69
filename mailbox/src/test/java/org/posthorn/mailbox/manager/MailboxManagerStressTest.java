// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManagerStressContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of a folder that many write to at once. */
@ClassTemplate
final class MailboxManagerStressTest implements MailboxManagerStressContract<PosthornMailboxManager> {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private PosthornMailboxManager manager;

    @BeforeEach
    void assemble() {
        manager = StoreResources.of(STORE.fixture()).manager;
    }

    @Override
    public PosthornMailboxManager getManager() {
        return manager;
    }

    @Override
    public EventBus retrieveEventBus() {
        return manager.getEventBus();
    }
}
