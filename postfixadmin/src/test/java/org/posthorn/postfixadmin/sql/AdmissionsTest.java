// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Admissions.Revocation;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.Service;
import org.posthorn.testing.MariaDbFlavour;

/** Whether an account would let in again whom it has let in. */
class AdmissionsTest extends PanelTest {

    private static final String ALICE = "alice@example.test";

    private final JdbcAdmissions admissions = new JdbcAdmissions(panel.database());

    AdmissionsTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    private Admission admitted(String username, String password) {
        return admitted(accounts, username, password);
    }

    private static Admission admitted(JdbcAccounts accounts, String username, String password) {
        return ((Authentication.Accepted) accounts.authenticate(username, password, Service.IMAP)).admission();
    }

    private Optional<Revocation> revocation(Admission admission) {
        return Optional.ofNullable(admissions.revoked(List.of(admission)).get(admission));
    }

    private Admission aliceSince(String created) {
        panel.user("Alice@example.test").run("UPDATE mailbox SET created = '" + created + "'");
        return admitted("ALICE@example.test", Panel.PASSWORD);
    }

    @Test
    void anAccountThatIsAsItWasLetsInAgain() {
        assertThat(revocation(aliceSince("2024-05-06 07:08:09"))).isEmpty();
        panel.run("UPDATE mailbox SET quota = 1, name = 'Alice'");
        assertThat(revocation(admitted(ALICE, Panel.PASSWORD))).isEmpty();
    }

    @Test
    void anAccountThatIsGoneDoesNot() {
        Admission admission = aliceSince("2024-05-06 07:08:09");
        panel.run("DELETE FROM mailbox");

        assertThat(revocation(admission)).contains(Revocation.DELETED);
    }

    @Test
    void anotherAccountOfTheSameNameDoesNotThoughItHasTheSamePassword() {
        Admission admission = aliceSince("2024-05-06 07:08:09");

        panel.run("UPDATE mailbox SET created = '2024-05-06 07:08:10'");
        assertThat(revocation(admission)).contains(Revocation.RECREATED);
        panel.run("UPDATE mailbox SET created = '2023-01-01 00:00:00'");
        assertThat(revocation(admission)).contains(Revocation.RECREATED);
    }

    @Test
    void aDateThatAnUpgradeOfThePanelHasReplacedSaysNothing() {
        Admission admission = aliceSince("2024-05-06 07:08:09");
        panel.run("UPDATE mailbox SET created = '2000-01-01 00:00:00'");

        assertThat(revocation(admission)).isEmpty();
    }

    @Test
    void aMailboxOrDomainThatIsOffDoesNot() {
        Admission admission = aliceSince("2024-05-06 07:08:09");
        panel.off("mailbox", "username", ALICE);
        assertThat(revocation(admission)).contains(Revocation.INACTIVE);

        panel.run("UPDATE mailbox SET active = 1").off("domain", "domain", "example.test");
        assertThat(revocation(admission)).contains(Revocation.INACTIVE);
    }

    @Test
    void whoCameWithAnOldPasswordIsNotLetInAgain() {
        Admission admission = aliceSince("2024-05-06 07:08:09");
        panel.run("UPDATE mailbox SET password = '{PLAIN}another'");

        assertThat(revocation(admission)).contains(Revocation.PASSWORD);
        assertThat(revocation(admitted(ALICE, "another"))).isEmpty();
    }

    @Test
    void anAppPasswordIsGoodUntilItIsTakenBack() {
        panel.user(ALICE);
        if (version == PanelVersion.V3) {
            assertThat(panel.database().schema().hasAppPasswords()).isFalse();
            return;
        }
        panel.run("INSERT INTO mailbox_app_password (username, password_hash) VALUES ('Alice@example.test',"
                + " '{PLAIN}one'), ('alice@example.test', '{PLAIN}two'), (NULL, '{PLAIN}n')");
        Admission one = admitted(ALICE, "one");
        Admission own = admitted(ALICE, Panel.PASSWORD);

        panel.run("UPDATE mailbox SET password = '{PLAIN}another'");
        assertThat(revocation(one)).isEmpty();
        assertThat(revocation(own)).contains(Revocation.PASSWORD);
        panel.run("DELETE FROM mailbox_app_password WHERE password_hash = '{PLAIN}one'");
        assertThat(revocation(one)).contains(Revocation.PASSWORD);
    }

    @Test
    void aHashThatTheLoginItselfHasReplacedIsTheSamePassword() {
        panel.user(ALICE);
        Admission admission = admitted(panel.accounts(AccountsConfig.DEFAULT, true), ALICE, Panel.PASSWORD);

        assertThat(panel.value("SELECT password FROM mailbox")).startsWith("{BLF-CRYPT}");
        assertThat(revocation(admission)).isEmpty();
    }

    @Test
    void manyAreAskedForByOneQuery() {
        List<Admission> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(new Admission("user" + i + "@example.test", "", ""));
        }
        all.add(aliceSince("2024-05-06 07:08:09"));

        assertThat(panel.statements(() -> assertThat(admissions.revoked(all)).hasSize(500)))
                .isEqualTo(1);
        assertThat(admissions.revoked(List.of())).isEmpty();
    }

    @Test
    void anAdmissionTellsNothingOfThePassword() {
        panel.user(ALICE);

        assertThat(admitted(ALICE, Panel.PASSWORD).toString()).startsWith("Admission[" + ALICE + ", ");
        assertThat(admitted(ALICE, Panel.PASSWORD).password()).doesNotContain(Panel.PASSWORD);
    }
}
