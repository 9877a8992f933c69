// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManagerTest;
import org.apache.james.mailbox.SubscriptionManager;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of the manager of folders. */
@ClassTemplate
final class MailboxManagerContractTest extends MailboxManagerTest<PosthornMailboxManager> {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    @RegisterExtension
    static final RefusedContracts REFUSED = new RefusedContracts()
            .refuse(
                    "addingMessageShouldFireQuotaUpdateEvent",
                    "usage is counted by the transaction that stores a message, and nobody listens to this event",
                    "Expected size: 1 but was: 0 in: []");

    private static final int ANNOTATIONS = 3;
    private static final int ANNOTATION_SIZE = 30;

    private StoreResources resources;

    @Override
    protected PosthornMailboxManager provideMailboxManager() {
        resources = StoreResources.with()
                .hooks(preDeletionHooks())
                .annotations(ANNOTATIONS, ANNOTATION_SIZE)
                .build(STORE.fixture());
        return resources.manager;
    }

    @Override
    protected SubscriptionManager provideSubscriptionManager() {
        return resources.subscriptions;
    }

    @Override
    protected EventBus retrieveEventBus(PosthornMailboxManager manager) {
        return manager.getEventBus();
    }
}
