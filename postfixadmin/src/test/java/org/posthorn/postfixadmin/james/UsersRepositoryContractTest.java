// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import java.util.Optional;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.lib.UsersRepositoryContract;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.testing.MariaDbFlavour;

/** What James demands of users, on every MariaDB. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class UsersRepositoryContractTest implements UsersRepositoryContract.WithVirtualHostingContract {

    @RegisterExtension
    final UserRepositoryExtension extension = UserRepositoryExtension.withVirtualHost();

    private final PanelDatabase panel;
    private DomainList domainList;

    UsersRepositoryContractTest(MariaDbFlavour flavour) {
        panel = PanelDatabase.empty(flavour).withDomains("james.org", "domain.org");
    }

    @BeforeEach
    void setUp(TestSystem testSystem) {
        domainList = testSystem.getDomainList();
    }

    @Override
    public UsersRepository testee() {
        return repository(Optional.empty());
    }

    @Override
    public UsersRepository testee(Optional<Username> administrator) {
        return repository(administrator);
    }

    private UsersRepository repository(Optional<Username> administrator) {
        var repository = new UsersRepositoryImpl<>(
                domainList, new PostfixAdminUsersDAO(panel.mailboxes(), PanelDatabase.passwords()));
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        administrator.ifPresent(name -> configuration.addProperty("administratorId", name.asString()));
        try {
            repository.configure(configuration);
        } catch (org.apache.commons.configuration2.ex.ConfigurationException e) {
            throw new IllegalStateException(e);
        }
        return repository;
    }
}
