// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.Set;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.store.AbstractMessageIdManagerSideEffectTest;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of messages that are reached by their identity: events, hooks and quota. */
@ClassTemplate
final class MessageIdSideEffectContractTest extends AbstractMessageIdManagerSideEffectTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    @Override
    protected MessageIdManagerTestSystem createTestSystem(
            QuotaManager quota, EventBus bus, Set<PreDeletionHook> hooks) {
        StoreResources resources =
                StoreResources.with().quota(quota).bus(bus).hooks(hooks).build(STORE.fixture());
        return new MessageIdManagerTestSystem(
                resources.messageIds, resources.ids, resources.mappers, resources.manager);
    }
}
