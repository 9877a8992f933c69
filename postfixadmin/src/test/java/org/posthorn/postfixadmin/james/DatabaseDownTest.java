// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.dnsservice.api.InMemoryDNSService;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.james.sql.OwnTables;
import org.posthorn.postfixadmin.james.sql.PanelAliases;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.postfixadmin.james.sql.PanelDomains;
import org.posthorn.postfixadmin.james.sql.PanelMailboxes;
import org.posthorn.postfixadmin.james.sql.PanelSettings;
import org.posthorn.postfixadmin.james.sql.QuotaLimits;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.testing.FreePorts;

/** Nobody listens where the database should be: every answer is "later", in James's own words. */
class DatabaseDownTest {

    private static final PanelSettings SETTINGS = PanelSettings.DEFAULT;
    private static final Username ALICE = Username.of("alice@example.test");
    private static final Domain EXAMPLE = Domain.of("example.test");

    private final Database database =
            new Database(DatabaseConfig.of("jdbc:mysql://127.0.0.1:" + FreePorts.one() + "/postfix", "nobody", "x"));
    private final OwnTables ownTables = new OwnTables(database, SETTINGS);
    private final PanelMailboxes mailboxes = new PanelMailboxes(database, ownTables, SETTINGS);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void users() {
        var users = new PostfixAdminUsersDAO(mailboxes, PanelDatabase.passwords());
        assertThatThrownBy(() -> users.contains(ALICE)).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(() -> users.getUserByName(ALICE)).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(users::list).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(users::countUsers).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(() -> users.removeUser(ALICE)).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(() -> users.addUser(ALICE, "Secret-Pw11"))
                .isInstanceOf(UsersRepositoryException.class)
                .hasCauseInstanceOf(AccountsUnavailableException.class);
    }

    @Test
    void domains() throws Exception {
        var domains = new PostfixAdminDomainList(
                new InMemoryDNSService(),
                PanelDatabase.accounts(database),
                new PanelDomains(database, ownTables, SETTINGS));
        domains.configure(DomainListConfiguration.DEFAULT);
        assertThat(domains.getDefaultDomain()).isEqualTo(Domain.LOCALHOST);
        assertThatThrownBy(() -> domains.containsDomain(EXAMPLE)).isInstanceOf(DomainListException.class);
        assertThatThrownBy(domains::getDomains).isInstanceOf(DomainListException.class);
        assertThatThrownBy(() -> domains.addDomain(EXAMPLE)).isInstanceOf(DomainListException.class);
        assertThatThrownBy(() -> domains.removeDomain(EXAMPLE)).isInstanceOf(DomainListException.class);
    }

    @Test
    void mappings() {
        var table = new PostfixAdminRecipientRewriteTable(new PanelAliases(database, ownTables, SETTINGS));
        table.setConfiguration(new RecipientRewriteTableConfiguration(true, 10));
        MappingSource source = MappingSource.fromUser(ALICE);
        Mapping mapping = Mapping.alias("bob@example.test");
        Class<RecipientRewriteTableException> later = RecipientRewriteTableException.class;
        assertThatThrownBy(() -> table.getResolvedMappings("alice", EXAMPLE)).isInstanceOf(later);
        assertThatThrownBy(() -> table.getStoredMappings(source)).isInstanceOf(later);
        assertThatThrownBy(table::getAllMappings).isInstanceOf(later);
        assertThatThrownBy(() -> table.listSources(mapping)).isInstanceOf(later);
        assertThatThrownBy(() -> table.getSourcesForType(Mapping.Type.Alias)).isInstanceOf(later);
        assertThatThrownBy(() -> table.getMappingsForType(Mapping.Type.Alias)).isInstanceOf(later);
        assertThatThrownBy(() -> table.addMapping(source, mapping)).isInstanceOf(later);
        assertThatThrownBy(() -> table.removeMapping(source, mapping)).isInstanceOf(later);
    }

    @Test
    void limits() {
        var limits = new PostfixAdminMaxQuotaManager(new QuotaLimits(database, ownTables, mailboxes));
        QuotaRoot alice = QuotaRoot.quotaRoot("#private&alice@example.test", Optional.of(EXAMPLE));
        assertThatThrownBy(() -> limits.getMaxStorage(alice)).isInstanceOf(AccountsUnavailableException.class);
        assertThatThrownBy(() -> limits.getMaxMessage(alice)).isInstanceOf(AccountsUnavailableException.class);
        assertThatThrownBy(limits::getGlobalMaxStorage).isInstanceOf(MailboxException.class);
        assertThatThrownBy(() -> limits.setMaxStorage(alice, QuotaSizeLimit.size(1)))
                .isInstanceOf(MailboxException.class);
    }
}
