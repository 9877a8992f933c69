// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.apache.james.mailbox.manager.IntegrationResources;
import org.apache.james.mailbox.manager.ManagerTestProvisionner;
import org.apache.james.mailbox.manager.QuotaMessageManagerContract;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James's contract of what counts against a limit. */
@ClassTemplate
final class QuotaContractTest implements QuotaMessageManagerContract<StoreMailboxManager> {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private StoreResources resources;
    private ManagerTestProvisionner folders;

    @BeforeEach
    void assemble() throws Exception {
        resources = StoreResources.of(STORE.fixture());
        folders = new ManagerTestProvisionner(resources);
        folders.createMailboxes();
    }

    @Override
    public IntegrationResources<StoreMailboxManager> getResources() {
        return resources;
    }

    @Override
    public ManagerTestProvisionner getProvisionner() {
        return folders;
    }
}
