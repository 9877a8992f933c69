// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.store.quota.GenericMaxQuotaManagerTest;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.testing.MariaDbFlavour;

/** What James demands of limits, on every MariaDB. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class MaxQuotaManagerContractTest extends GenericMaxQuotaManagerTest {

    private final PanelDatabase panel;

    MaxQuotaManagerContractTest(MariaDbFlavour flavour) {
        panel = PanelDatabase.empty(flavour).withDomains("domain").withMailboxes("benwa@domain");
    }

    @Override
    protected MaxQuotaManager provideMaxQuotaManager() {
        return new PostfixAdminMaxQuotaManager(panel.limits());
    }
}
