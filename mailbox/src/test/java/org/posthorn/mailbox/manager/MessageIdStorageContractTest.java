// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.mailbox.store.AbstractMessageIdManagerStorageTest;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of messages that are reached by their identity: what is stored. */
@ClassTemplate
final class MessageIdStorageContractTest extends AbstractMessageIdManagerStorageTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    @Override
    protected MessageIdManagerTestSystem createTestingData() {
        StoreResources resources = StoreResources.of(STORE.fixture());
        return new MessageIdManagerTestSystem(
                resources.messageIds, resources.ids, resources.mappers, resources.manager);
    }
}
