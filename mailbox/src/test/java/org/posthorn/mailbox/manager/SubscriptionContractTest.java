// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.SubscriptionManagerContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of subscriptions. */
@ClassTemplate
final class SubscriptionContractTest implements SubscriptionManagerContract {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private SubscriptionManager subscriptions;

    @BeforeEach
    void assemble() {
        subscriptions = StoreResources.of(STORE.fixture()).subscriptions;
    }

    @Override
    public SubscriptionManager getSubscriptionManager() {
        return subscriptions;
    }
}
