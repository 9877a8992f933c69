// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import java.util.stream.Stream;
import org.apache.james.dnsservice.api.InMemoryDNSService;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.rrt.lib.AbstractRecipientRewriteTable;
import org.apache.james.rrt.lib.RecipientRewriteTableContract;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/**
 * What James demands of mappings, on every MariaDB: once with domains that PostfixAdmin knows, where mappings become lines of
 * its tables, and once with domains that it does not know, where all are in our own.
 */
@ParameterizedClass
@MethodSource("wheres")
class RecipientRewriteTableContractTest implements RecipientRewriteTableContract {

    private static final String[] DOMAINS = {
        "localhost",
        "adomain.tld",
        "test",
        "james",
        "domain",
        "domain1",
        "domain2",
        "domain3",
        "aliasdomain",
        "realdomain",
        "source.org",
        "source1.org",
        "source2.org"
    };

    private final PanelDatabase panel;
    private PostfixAdminRecipientRewriteTable table;

    RecipientRewriteTableContractTest(MariaDbFlavour flavour, boolean known) {
        panel = PanelDatabase.empty(flavour).withDomains(known ? DOMAINS : new String[0]);
    }

    static Stream<Arguments> wheres() {
        return MariaDbServer.flavours().stream()
                .flatMap(flavour -> Stream.of(Arguments.of(flavour, true), Arguments.of(flavour, false)));
    }

    @BeforeEach
    void start() throws Exception {
        setUp();
    }

    @AfterEach
    void finish() throws Exception {
        tearDown();
    }

    @Override
    public void createRecipientRewriteTable() throws Exception {
        PostfixAdminDomainList domains =
                new PostfixAdminDomainList(new InMemoryDNSService(), panel.accounts(), panel.domains());
        domains.configure(DomainListConfiguration.DEFAULT);
        var users = new UsersRepositoryImpl<>(
                domains, new PostfixAdminUsersDAO(panel.mailboxes(), PanelDatabase.passwords()));
        users.setEnableVirtualHosting(true);
        table = new PostfixAdminRecipientRewriteTable(panel.aliases());
        table.setUsersRepository(users);
    }

    @Override
    public AbstractRecipientRewriteTable virtualUserTable() {
        return table;
    }
}
