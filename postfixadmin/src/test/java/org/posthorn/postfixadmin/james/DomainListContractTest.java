// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.lib.DomainListContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.testing.MariaDbFlavour;

/** What James demands of domains, on every MariaDB. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class DomainListContractTest implements DomainListContract {

    private final PostfixAdminDomainList domainList;

    DomainListContractTest(MariaDbFlavour flavour) throws Exception {
        PanelDatabase panel = PanelDatabase.empty(flavour);
        domainList = new PostfixAdminDomainList(getDNSServer("localhost"), panel.accounts(), panel.domains());
    }

    @BeforeEach
    void setUp() throws Exception {
        domainList.configure(DomainListConfiguration.DEFAULT);
    }

    @Override
    public DomainList domainList() {
        return domainList;
    }
}
