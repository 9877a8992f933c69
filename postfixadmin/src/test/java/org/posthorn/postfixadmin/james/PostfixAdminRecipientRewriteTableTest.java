// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.dnsservice.api.InMemoryDNSService;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.AliasReverseResolverImpl;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.testing.MariaDbFlavour;

/** PostfixAdmin's aliases in James, and James's mappings in PostfixAdmin. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class PostfixAdminRecipientRewriteTableTest {

    private static final Domain EXAMPLE = Domain.of("example.test");
    private static final MappingSource ALICE = MappingSource.parse("alice@example.test");
    private static final MappingSource SALES = MappingSource.parse("sales@example.test");
    private static final MappingSource CATCH_ALL = MappingSource.fromDomain(EXAMPLE);

    private final PanelDatabase panel;
    private final PostfixAdminRecipientRewriteTable table;

    PostfixAdminRecipientRewriteTableTest(MariaDbFlavour flavour) {
        panel = PanelDatabase.empty(flavour)
                .withDomains("example.test")
                .withMailboxes("alice@example.test", "bob@example.test");
        table = new PostfixAdminRecipientRewriteTable(panel.aliases());
    }

    @BeforeEach
    void configure() throws Exception {
        PostfixAdminDomainList domains =
                new PostfixAdminDomainList(new InMemoryDNSService(), panel.accounts(), panel.domains());
        domains.configure(DomainListConfiguration.DEFAULT);
        var users = new UsersRepositoryImpl<>(
                domains, new PostfixAdminUsersDAO(panel.mailboxes(), PanelDatabase.passwords()));
        users.setEnableVirtualHosting(true);
        table.setConfiguration(new RecipientRewriteTableConfiguration(true, 10));
        table.setDomainList(domains);
        table.setUsersRepository(users);
    }

    @Test
    void aMailboxAloneHasNoMapping() throws Exception {
        assertThat(table.getStoredMappings(ALICE)).isEmpty();
        assertThat(table.getAllMappings()).isEmpty();
    }

    @Test
    void aMailboxWithOtherTargetsForwards() throws Exception {
        setAlice("alice@example.test, Carol@Other.test,\nbob@example.test");
        assertThat(table.getStoredMappings(ALICE))
                .containsExactly(
                        Mapping.forward("Carol@Other.test"),
                        Mapping.forward("alice@example.test"),
                        Mapping.forward("bob@example.test"));
        assertThat(resolved("alice"))
                .containsExactly(
                        Mapping.forward("alice@example.test"),
                        Mapping.forward("bob@example.test"),
                        Mapping.forward("carol@other.test"));
    }

    @Test
    void theVacationTargetIsNoMappingAndIsKept() throws Exception {
        setAlice("alice@example.test,alice#example.test@autoreply.example.test");
        assertThat(table.getStoredMappings(ALICE)).isEmpty();

        table.addForwardMapping(ALICE, "carol@other.test");
        assertThat(aliceLeadsTo()).isEqualTo("carol@other.test,alice#example.test@autoreply.example.test");
        assertThat(table.getStoredMappings(ALICE)).containsExactly(Mapping.forward("carol@other.test"));
        table.removeForwardMapping(ALICE, "carol@other.test");
        assertThat(aliceLeadsTo()).isEqualTo("alice@example.test,alice#example.test@autoreply.example.test");
    }

    @Test
    void anotherAliasIsAnAlias() throws Exception {
        panel.withAlias("sales@example.test", "bob@example.test,alice@example.test");
        assertThat(table.getStoredMappings(SALES))
                .containsExactly(Mapping.alias("alice@example.test"), Mapping.alias("bob@example.test"));
        assertThat(table.listSources(Mapping.alias("alice@example.test"))).containsExactly(SALES);
        assertThat(new AliasReverseResolverImpl(table).listAddresses(Username.of("alice@example.test")))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("alice@example.test", "sales@example.test");
    }

    @Test
    void whatIsSwitchedOffLeadsNowhere() throws Exception {
        panel.withAlias("sales@example.test", "bob@example.test").withAlias("@example.test", "alice@example.test");
        panel.run("UPDATE alias SET active = 0 WHERE address = 'sales@example.test'");
        assertThat(table.getStoredMappings(SALES)).isEmpty();
        assertThat(resolved("sales")).isEmpty();
        assertThatThrownBy(() -> table.addAddressMapping(SALES, "x@other.test"))
                .isInstanceOf(RecipientRewriteTableException.class)
                .hasMessage("sales@example.test is switched off in PostfixAdmin");
    }

    @Test
    void aCatchAllNeverTakesAMailboxsMail() throws Exception {
        panel.withAlias("@example.test", "bob@example.test");
        assertThat(table.getStoredMappings(CATCH_ALL)).containsExactly(Mapping.alias("bob@example.test"));
        assertThat(resolved("nobody")).containsExactly(Mapping.alias("bob@example.test"));
        assertThat(resolved("alice")).isEmpty();
    }

    @Test
    void anAliasDomainLeadsWhereItsMailArrives() throws Exception {
        panel.withDomains("alias.test")
                .withAliasDomain("alias.test", "example.test")
                .withMailboxes("own@alias.test")
                .withAlias("sales@example.test", "bob@example.test");
        Domain alias = Domain.of("alias.test");

        assertThat(table.getStoredMappings(MappingSource.fromDomain(alias)))
                .containsExactly(Mapping.domainAlias(EXAMPLE));
        assertThat(table.listSources(Mapping.domainAlias(EXAMPLE))).containsExactly(MappingSource.fromDomain(alias));
        assertThat(table.getResolvedMappings("alice", alias)).containsExactly(Mapping.address("alice@example.test"));
        assertThat(table.getResolvedMappings("sales", alias)).containsExactly(Mapping.alias("bob@example.test"));
        assertThat(table.getResolvedMappings("nobody", alias)).isEmpty();
        assertThat(table.getResolvedMappings("own", alias)).isEmpty();
        panel.withAlias("@example.test", "bob@example.test");
        assertThat(table.getResolvedMappings("nobody", alias)).containsExactly(Mapping.alias("bob@example.test"));
        panel.withAlias("@alias.test", "alice@example.test");
        assertThat(table.getResolvedMappings("nobody", alias)).containsExactly(Mapping.alias("alice@example.test"));
        assertThat(table.getResolvedMappings("sales", alias)).containsExactly(Mapping.alias("bob@example.test"));
    }

    @Test
    void anAddressMappingIsALineOfThePanels() throws Exception {
        table.addAddressMapping(SALES, "bob@example.test");
        table.addAddressMapping(SALES, "carol@other.test");

        assertThat(panel.rows("SELECT address, `goto`, domain, active FROM alias WHERE address LIKE 'sales%'"))
                .singleElement()
                .asString()
                .isEqualTo("{address=sales@example.test, goto=bob@example.test,carol@other.test, domain=example.test,"
                        + " active=true}");
        assertThat(panel.log()).containsExactly("create_alias sales@example.test", "edit_alias sales@example.test");
        assertThat(table.getStoredMappings(SALES))
                .containsExactly(Mapping.address("bob@example.test"), Mapping.address("carol@other.test"));
        table.removeAddressMapping(SALES, "bob@example.test");
        table.removeAddressMapping(SALES, "carol@other.test");
        assertThat(panel.log()).endsWith("delete_alias sales@example.test");
        assertThat(panel.column("SELECT address FROM alias")).containsExactly("alice@example.test", "bob@example.test");
        assertThat(panel.ownRows()).isEmpty();
    }

    @Test
    void aCatchAllIsALineOfThePanels() throws Exception {
        table.addAddressMapping(CATCH_ALL, "bob@example.test");
        assertThat(panel.column("SELECT `goto` FROM alias WHERE address = '@example.test'"))
                .containsExactly("bob@example.test");
        assertThat(resolved("nobody")).containsExactly(Mapping.address("bob@example.test"));
    }

    @Test
    void anAliasDomainIsALineOfThePanels() throws Exception {
        panel.withDomains("alias.test", "third.test");
        MappingSource alias = MappingSource.fromDomain(Domain.of("alias.test"));
        table.addDomainAliasMapping(alias, EXAMPLE);
        table.addDomainAliasMapping(alias, EXAMPLE);

        assertThat(panel.column("SELECT CONCAT(alias_domain, ' ', target_domain, ' ', active) FROM alias_domain"))
                .containsExactly("alias.test example.test 1");
        assertThatThrownBy(() -> table.addDomainAliasMapping(alias, Domain.of("third.test")))
                .hasMessage("domain alias.test is already an alias of example.test");
        assertThatThrownBy(() -> table.addDomainAliasMapping(
                        MappingSource.fromDomain(Domain.of("third.test")), Domain.of("alias.test")))
                .hasMessage("domain alias.test is itself an alias, of example.test");
        assertThatThrownBy(() -> table.addDomainAliasMapping(CATCH_ALL, Domain.of("third.test")))
                .hasMessage("domain example.test has alias domains and cannot be one");
        table.removeDomainAliasMapping(alias, EXAMPLE);
        assertThat(panel.log()).containsExactly("create_alias_domain alias.test", "delete_alias_domain example.test");
        assertThat(panel.ownRows()).isEmpty();
    }

    @Test
    void aForwardTakesTheMailAndOneToTheMailboxItselfKeepsIt() throws Exception {
        table.addForwardMapping(ALICE, "carol@other.test");
        assertThat(aliceLeadsTo()).isEqualTo("carol@other.test");
        table.addForwardMapping(ALICE, "alice@example.test");
        assertThat(aliceLeadsTo()).isEqualTo("carol@other.test,alice@example.test");
        table.removeForwardMapping(ALICE, "carol@other.test");
        assertThat(aliceLeadsTo()).isEqualTo("alice@example.test");
        table.addForwardMapping(ALICE, "carol@other.test");
        assertThat(aliceLeadsTo()).isEqualTo("alice@example.test,carol@other.test");
    }

    @Test
    void aMailboxIsNoAliasAndNoGroup() {
        assertThatThrownBy(() -> table.addAliasMapping(ALICE, "bob@example.test"))
                .isInstanceOf(RecipientRewriteTableException.class)
                .hasMessage("alice@example.test is a mailbox, it cannot be an alias or a group as well");
        assertThatThrownBy(() -> table.addGroupMapping(ALICE, "bob@example.test"))
                .isInstanceOf(RecipientRewriteTableException.class);
        assertThat(panel.log()).isEmpty();
    }

    @Test
    void otherMappingsAreOurs() throws Exception {
        table.addRegexMapping(SALES, "(.*)@example.test:${1}@other.test");
        table.addErrorMapping(SALES, "555 no sales today \u263a");
        table.addDomainMapping(CATCH_ALL, Domain.of("other.test"));
        assertThat(panel.ownRows())
                .containsExactly(
                        "@example.test Domain other.test",
                        "sales@example.test Error 555 no sales today \u263a",
                        "sales@example.test Regex (.*)@example.test:${1}@other.test");
        assertThat(table.getAllMappings()).hasSize(2);
        assertThat(table.getMappingsForType(Mapping.Type.Regex)).hasSize(1);
        assertThat(panel.log()).isEmpty();
    }

    @Test
    void respectsTheNumberOfAliasesThatADomainMayHave() throws Exception {
        panel.run("UPDATE domain SET aliases = 1");
        table.addAddressMapping(SALES, "bob@example.test");
        assertThatThrownBy(() -> table.addAddressMapping(CATCH_ALL, "bob@example.test"))
                .hasMessage("domain example.test has all the 1 aliases it may have");
        table.addForwardMapping(ALICE, "bob@example.test");
        panel.run("UPDATE domain SET aliases = -1");
        assertThatThrownBy(() -> table.addAddressMapping(MappingSource.parse("x@example.test"), "bob@example.test"))
                .hasMessage("domain example.test may have no aliases");
    }

    @Test
    void aTypeMeansNothingOnceThePanelHasTakenTheTargetAway() throws Exception {
        table.addAddressMapping(SALES, "bob@example.test");
        panel.run("UPDATE alias SET `goto` = 'alice@example.test' WHERE address = 'sales@example.test'");
        assertThat(table.getStoredMappings(SALES)).containsExactly(Mapping.alias("alice@example.test"));
        panel.run("DELETE FROM alias WHERE address = 'sales@example.test'");
        assertThat(table.getStoredMappings(SALES)).isEmpty();
        assertThat(table.getAllMappings()).isEmpty();
        assertThat(table.getSourcesForType(Mapping.Type.Address)).isEmpty();
    }

    @Test
    void nonsenseOfThePanelHarmsNothing() throws Exception {
        panel.withAlias("sales@example.test", " ,, bob@example.test ,@@,a@b@c, @bad_domain!, root,\t@other.test")
                .withAlias("broken", "x@other.test")
                .withAlias("two@at@example.test", "x@other.test")
                .withAlias("empty@example.test", "");
        assertThat(resolved("sales"))
                .containsExactly(
                        Mapping.alias("bob@example.test"),
                        Mapping.alias("root@example.test"),
                        Mapping.address("sales@other.test"));
        assertThatCode(table::getAllMappings).doesNotThrowAnyException();
        assertThat(table.getStoredMappings(MappingSource.parse("empty@example.test")))
                .isEmpty();
    }

    @Test
    void aLineWithoutItsMailboxAndAMailboxWithoutItsLineAreRead() throws Exception {
        panel.withAlias("gone@example.test", "gone@example.test");
        panel.run("DELETE FROM alias WHERE address = 'alice@example.test'");
        assertThat(table.getStoredMappings(MappingSource.parse("gone@example.test")))
                .isEmpty();
        assertThat(table.getStoredMappings(ALICE)).isEmpty();
        table.addForwardMapping(ALICE, "carol@other.test");
        table.removeForwardMapping(ALICE, "carol@other.test");
        assertThat(aliceLeadsTo()).isEqualTo("alice@example.test");
    }

    @Test
    void refusesBadNamesAndWritesNothing() {
        String[] targets = {"x\u0000@other.test", "x@other.test\r\n", "\uD83D\uDE00@other.test", "x".repeat(10_000)};
        long before = panel.size();
        for (String target : targets) {
            assertThatThrownBy(() -> table.addAddressMapping(SALES, target))
                    .isInstanceOf(RecipientRewriteTableException.class);
        }
        assertThatThrownBy(() -> table.addErrorMapping(SALES, "550 no\r\n250 yes"))
                .isInstanceOf(RecipientRewriteTableException.class)
                .hasMessage("no target of a mapping: '550 no??250 yes'");
        assertThatThrownBy(() -> table.addRegexMapping(SALES, "((")).isInstanceOf(RecipientRewriteTableException.class);
        assertThatThrownBy(() -> table.addMapping(SALES, Mapping.regex("((")))
                .isInstanceOf(RecipientRewriteTableException.class);
        for (String local :
                new String[] {"a b", "a'; --", "\uD83D\uDE00", "a\u0000", "a\nb", "a".repeat(10_000), "a#b"}) {
            MappingSource source = MappingSource.fromUser(local, EXAMPLE);
            assertThatThrownBy(() -> table.addMapping(source, Mapping.address("bob@example.test")))
                    .isInstanceOf(RecipientRewriteTableException.class);
        }
        assertThat(panel.size()).isEqualTo(before);
    }

    @Test
    void refusesMoreTargetsThanALineHolds() throws Exception {
        panel.withAlias("sales@example.test", "x@other.test," + "y".repeat(65_000) + "@other.test");
        table.addAddressMapping(SALES, "a@" + "other.".repeat(40) + "test");
        table.addAddressMapping(SALES, "b@" + "other.".repeat(40) + "test");
        assertThatThrownBy(() -> table.addAddressMapping(SALES, "c@" + "other.".repeat(40) + "test"))
                .hasMessage("sales@example.test has no room for more targets");
    }

    private Iterable<Mapping> resolved(String localPart) throws Exception {
        return table.getResolvedMappings(localPart, EXAMPLE);
    }

    private void setAlice(String targets) {
        panel.run("UPDATE alias SET `goto` = ? WHERE address = 'alice@example.test'", targets);
    }

    private String aliceLeadsTo() {
        return panel.column("SELECT `goto` FROM alias WHERE address = 'alice@example.test'")
                .get(0);
    }
}
