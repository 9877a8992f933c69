// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.store.AbstractMessageIdManagerQuotaTest;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of messages that are reached by their identity: limits. */
@ClassTemplate
final class MessageIdQuotaContractTest extends AbstractMessageIdManagerQuotaTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private StoreResources resources;

    @Override
    protected MaxQuotaManager createMaxQuotaManager() {
        resources = StoreResources.of(STORE.fixture());
        return resources.limits;
    }

    @Override
    protected CurrentQuotaManager createCurrentQuotaManager() {
        return resources.usage;
    }

    @Override
    protected QuotaManager createQuotaManager(MaxQuotaManager limits, CurrentQuotaManager usage) {
        return resources.quota;
    }

    @Override
    protected MessageIdManagerTestSystem createTestSystem(QuotaManager quota, CurrentQuotaManager usage) {
        return new MessageIdManagerTestSystem(
                resources.messageIds, resources.ids, resources.mappers, resources.manager);
    }
}
