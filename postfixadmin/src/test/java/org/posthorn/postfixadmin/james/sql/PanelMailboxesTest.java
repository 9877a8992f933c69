// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class PanelMailboxesTest {

    private static final String ALICE = "alice@example.test";

    private final PanelDatabase panel;
    private final PanelMailboxes mailboxes;

    PanelMailboxesTest(MariaDbFlavour flavour) {
        panel = PanelDatabase.empty(flavour).withDomains("example.test");
        mailboxes = panel.mailboxes();
    }

    @Test
    void writesTheRowsThatThePanelWrites() {
        mailboxes.add("Alice@Example.Test", "{BLF-CRYPT}hash");

        assertThat(panel.rows(
                        "SELECT username, password, name, maildir, quota, local_part, domain, active FROM mailbox"))
                .singleElement()
                .asString()
                .isEqualTo("{username=alice@example.test, password={BLF-CRYPT}hash, name=, maildir=example.test/alice/,"
                        + " quota=0, local_part=alice, domain=example.test, active=true}");
        assertThat(panel.rows("SELECT address, `goto`, domain, active FROM alias"))
                .singleElement()
                .asString()
                .isEqualTo("{address=alice@example.test, goto=alice@example.test, domain=example.test, active=true}");
        assertThat(panel.column("SELECT CONCAT(username, ' ', domain, ' ', action, ' ', data) FROM log ORDER BY id"))
                .containsExactly(
                        "james-cli (mail.example.test) example.test create_alias alice@example.test",
                        "james-cli (mail.example.test) example.test create_mailbox alice@example.test");
        assertThat(panel.column("SELECT 1 FROM mailbox JOIN alias ON address = username WHERE mailbox.created > NOW() -"
                        + " INTERVAL 1 MINUTE AND mailbox.modified = mailbox.created AND alias.modified >= alias.created"
                        + " AND DATEDIFF(mailbox.password_expiry, NOW()) = 365"))
                .hasSize(1);
    }

    @Test
    void givesTheLargestQuotaThatTheDomainAllows() {
        panel.run("UPDATE domain SET maxquota = 10, quota = 25, password_expiry = 30");
        mailboxes.add(ALICE, "hash");
        mailboxes.add("bob@example.test", "hash");

        assertThat(panel.column("SELECT quota FROM mailbox")).containsExactly("10240000", "10240000");
        assertThat(panel.column("SELECT DATEDIFF(password_expiry, NOW()) FROM mailbox WHERE username = ?", ALICE))
                .containsExactly("30");
        assertRefused("carol@example.test", "total quota of 25 MB, of which 5120000 bytes are free");
    }

    @Test
    void refusesAMailboxWithoutLimitWhereTheDomainHasATotal() {
        panel.run("UPDATE domain SET quota = 2048");
        assertRefused(ALICE, "no quota per mailbox: set that in PostfixAdmin");
    }

    @Test
    void givesNoStorageWhereTheDomainAllowsNone() {
        panel.run("UPDATE domain SET maxquota = -1");
        mailboxes.add(ALICE, "hash");
        assertThat(panel.column("SELECT quota FROM mailbox WHERE username = ?", ALICE))
                .containsExactly("-1");
    }

    @Test
    void respectsTheNumberOfMailboxesThatADomainMayHave() {
        panel.run("UPDATE domain SET mailboxes = 1");
        mailboxes.add(ALICE, "hash");
        assertRefused("bob@example.test", "domain example.test has all the 1 mailboxes it may have");
        panel.run("UPDATE domain SET mailboxes = -1");
        assertRefused("bob@example.test", "domain example.test may have no mailboxes");
    }

    @Test
    void keepsToTheLimitWhenManyAreMadeAtOnce() throws Exception {
        panel.run("UPDATE domain SET mailboxes = 3");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> additions = IntStream.range(0, 8)
                    .mapToObj(number -> (Callable<Boolean>) () -> tryToAdd("user" + number + "@example.test"))
                    .toList();
            threads.invokeAll(additions);
        } finally {
            threads.shutdown();
        }
        assertThat(mailboxes.count()).isEqualTo(3);
    }

    @Test
    void refusesANameThatIsTaken() {
        panel.withAlias("sales@example.test", ALICE).withMailboxes(ALICE);
        assertRefused("ALICE@example.test", "mailbox alice@example.test already exists");
        assertRefused("sales@example.test", "sales@example.test is already an alias");
    }

    @Test
    void refusesDomainsThatHaveNoMailboxes() {
        panel.withDomains("relay.test", "off.test", "smart.test", "ALL");
        panel.run("UPDATE domain SET backupmx = 1 WHERE domain = 'relay.test'");
        panel.run("UPDATE domain SET transport = 'relay:[10.0.0.1]' WHERE domain = 'smart.test'");
        panel.run("UPDATE domain SET active = 0 WHERE domain = 'off.test'");

        assertRefused("a@relay.test", "domain relay.test is only relayed and has no mailboxes");
        assertRefused("a@smart.test", "domain smart.test is only relayed and has no mailboxes");
        assertRefused("a@off.test", "domain off.test is switched off in PostfixAdmin");
        assertRefused("a@other.test", "domain other.test does not exist in PostfixAdmin");
        assertRefused("a@all", "domain all does not exist in PostfixAdmin");
    }

    @ParameterizedTest
    @MethodSource("org.posthorn.postfixadmin.james.sql.BadNames#users")
    void refusesWhatIsNoName(String name) {
        assertRefused(name, "no name for a mailbox: ");
        assertThat(mailboxes.contains(name)).isFalse();
        assertThat(mailboxes.find(name)).isEmpty();
        assertThatThrownBy(() -> mailboxes.remove(name)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> mailboxes.setPassword(name, "x")).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"o'brien@example.test", "x'or'1'='1@example.test", "a+b_c=d@example.test"})
    void takesAnOddNameForWhatItIs(String name) {
        panel.withMailboxes(ALICE);
        mailboxes.add(name, "hash");
        mailboxes.setPassword(name, "other");
        assertThat(mailboxes.find(name).map(PanelMailboxes.Account::password)).contains("other");
        mailboxes.remove(name);
        assertThat(mailboxes.list()).containsExactly(ALICE);
    }

    @Test
    void changesThePasswordOfOneMailboxOnly() {
        panel.withMailboxes(ALICE, "bob@example.test");
        mailboxes.setPassword(ALICE, "new");
        assertThat(panel.column("SELECT password FROM mailbox ORDER BY username"))
                .containsExactly("new", "!");
        assertThat(panel.column("SELECT username FROM mailbox WHERE modified > NOW() - INTERVAL 1 MINUTE"))
                .containsExactly(ALICE);
        assertThat(panel.log()).containsExactly("edit_password alice@example.test");
        assertThatThrownBy(() -> mailboxes.setPassword("carol@example.test", "new"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("mailbox carol@example.test does not exist");
    }

    @Test
    void knowsWhatIsSwitchedOff() {
        panel.withMailboxes(ALICE, "bob@example.test");
        panel.run("UPDATE mailbox SET active = 0 WHERE username = ?", ALICE);
        assertThat(active(ALICE)).isFalse();
        assertThat(active("bob@example.test")).isTrue();
        panel.run("UPDATE domain SET active = 0");
        assertThat(active("bob@example.test")).isFalse();
        assertThat(mailboxes.contains(ALICE)).isTrue();
        assertThat(mailboxes.list()).containsExactly(ALICE, "bob@example.test");
    }

    @Test
    void removesAllThatHangsOnAMailboxAndNothingElse() {
        panel.withMailboxes(ALICE, "bob@example.test").withAlias("sales@example.test", ALICE);
        long before = panel.size();
        mailboxes.add("carol@example.test", "hash");
        panel.run(
                "INSERT INTO vacation (email, subject, body, cache, domain) VALUES (?, '', '', '', 'example.test')",
                "carol@example.test");
        panel.run("INSERT INTO vacation_notification (on_vacation, notified) VALUES (?, 'x')", "carol@example.test");
        panel.run("INSERT INTO quota2 (username) VALUES (?)", "carol@example.test");
        panel.run("INSERT INTO quota (username, path) VALUES (?, 'x')", "carol@example.test");
        panel.limits().set(QuotaLimits.Kind.MESSAGES, QuotaLimits.Scope.user("carol@example.test"), 5);

        mailboxes.remove("Carol@example.test");

        assertThat(panel.log()).endsWith("delete_mailbox carol@example.test");
        assertThat(panel.size() - panel.log().size()).isEqualTo(before);
        assertThatThrownBy(() -> mailboxes.remove("carol@example.test"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("mailbox carol@example.test does not exist");
    }

    @Test
    void setsAQuotaWithinTheLimitsOfTheDomain() {
        panel.withMailboxes(ALICE, "bob@example.test");
        panel.run("UPDATE domain SET maxquota = 10, quota = 15");
        setQuota(10_240_000);
        assertThat(panel.column("SELECT quota FROM mailbox ORDER BY username")).containsExactly("10240000", "0");
        assertThat(panel.log()).containsExactly("edit_mailbox alice@example.test");

        assertThatThrownBy(() -> setQuota(10_240_001))
                .hasMessageContaining("allows 10 MB (10240000 bytes) per mailbox");
        assertThatThrownBy(() -> setQuota(0)).hasMessageContaining("allows 10 MB");
        panel.run("UPDATE mailbox SET quota = 10000000 WHERE username = 'bob@example.test'");
        assertThatThrownBy(() -> setQuota(6_000_000)).hasMessageContaining("of which 5360000 bytes are free");
        setQuota(-1);
        assertThat(panel.column("SELECT quota FROM mailbox WHERE username = ?", ALICE))
                .containsExactly("-1");
        panel.run("UPDATE domain SET maxquota = -1");
        assertThatThrownBy(() -> setQuota(1)).hasMessageContaining("allows its mailboxes no storage");
    }

    private void setQuota(long bytes) {
        mailboxes.setQuota(ALICE, bytes, handle -> {});
    }

    private boolean active(String name) {
        return mailboxes.find(name).orElseThrow().active();
    }

    private boolean tryToAdd(String name) {
        try {
            mailboxes.add(name, "hash");
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private void assertRefused(String name, String reason) {
        long before = panel.size();
        assertThatThrownBy(() -> mailboxes.add(name, "hash"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContainPattern("[\\p{Cntrl}]");
        assertThat(panel.size()).isEqualTo(before);
    }
}
