// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.Service;
import org.posthorn.testing.MariaDbFlavour;

/** Who may log in, and with what. */
class LoginTest extends PanelTest {

    LoginTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    private static final String APP_PASSWORD = "app-password-1";

    @Test
    void theRightPasswordIsAcceptedForEveryService() {
        panel.user("alice@example.test");

        for (Service service : Service.values()) {
            assertThat(accounts.authenticate("alice@example.test", Panel.PASSWORD, service))
                    .isInstanceOfSatisfying(Authentication.Accepted.class, accepted -> assertThat(accepted.username())
                            .isEqualTo("alice@example.test"));
        }
    }

    @Test
    void theNameIsToldAsTheDatabaseHasItInLowerCase() {
        panel.user("Alice@Example.test");

        assertThat(accounts.authenticate("ALICE@example.TEST", Panel.PASSWORD, Service.IMAP))
                .isInstanceOfSatisfying(Authentication.Accepted.class, accepted -> assertThat(accepted.username())
                        .isEqualTo("alice@example.test"));
    }

    @Test
    void aWrongPasswordIsRefusedThoughTheRightOneWasJustUsed() {
        panel.user("alice@example.test");
        login("alice@example.test", Panel.PASSWORD);

        assertThat(login("alice@example.test", "wrong")).isEqualTo(refused("wrong-password"));
        assertThat(login("alice@example.test", "")).isEqualTo(refused("wrong-password"));
    }

    @Test
    void anUnknownUserIsRefused() {
        assertThat(login("nobody@example.test", Panel.PASSWORD)).isEqualTo(refused("unknown-user"));
    }

    @Test
    void aNameWithoutDomainIsRefused() {
        panel.user("alice@example.test");

        assertThat(login("alice", Panel.PASSWORD)).isEqualTo(refused("no-address"));
        assertThat(login("", Panel.PASSWORD)).isEqualTo(refused("no-address"));
    }

    @Test
    void anAliasATagAndAnAddressOfAnAliasDomainAreNoUserNames() {
        panel.user("alice@example.test").alias("sales@example.test", "alice@example.test");
        panel.domain("alias.test").aliasDomain("alias.test", "example.test");

        assertThat(login("sales@example.test", Panel.PASSWORD)).isEqualTo(refused("unknown-user"));
        assertThat(login("alice+x@example.test", Panel.PASSWORD)).isEqualTo(refused("unknown-user"));
        assertThat(login("alice@alias.test", Panel.PASSWORD)).isEqualTo(refused("unknown-user"));
    }

    @Test
    void aMailboxThatIsSwitchedOffIsRefusedAtTheNextLogin() {
        panel.user("alice@example.test");
        login("alice@example.test", Panel.PASSWORD);
        panel.off("mailbox", "username", "alice@example.test");

        assertThat(login("alice@example.test", Panel.PASSWORD)).isEqualTo(refused("inactive"));
    }

    @Test
    void theUsersOfADomainThatIsSwitchedOffOrGoneAreRefused() {
        panel.user("alice@example.test").off("domain", "domain", "example.test").user("bob@gone.test");

        assertThat(login("alice@example.test", Panel.PASSWORD)).isEqualTo(refused("inactive"));
        assertThat(login("bob@gone.test", Panel.PASSWORD)).isEqualTo(refused("inactive"));
    }

    @Test
    void aChangedPasswordWorksAtTheNextLoginAndTheOldOneNoMore() {
        panel.user("alice@example.test");
        login("alice@example.test", Panel.PASSWORD);
        panel.run("UPDATE mailbox SET password = '{PLAIN}another'");

        assertThat(login("alice@example.test", "another")).isInstanceOf(Authentication.Accepted.class);
        assertThat(login("alice@example.test", Panel.PASSWORD)).isEqualTo(refused("wrong-password"));
    }

    @Test
    void aHashThatCannotBeReadIsRefused() {
        panel.user("alice@example.test").run("UPDATE mailbox SET password = '{NO-SUCH-SCHEME}abc'");

        assertThat(login("alice@example.test", "abc")).isEqualTo(refused("wrong-password"));
    }

    @Test
    void aPasswordEndsOnlyWhereThatIsConfiguredAndItsDomainLetsPasswordsEnd() {
        panel.user("alice@example.test").domain("eternal.test").user("bob@eternal.test");
        panel.run("UPDATE domain SET password_expiry = 90 WHERE domain = 'example.test'");
        JdbcAccounts strict = panel.accounts(AccountsConfig.DEFAULT.withHonourPasswordExpiry(true));

        assertThat(login("alice@example.test", Panel.PASSWORD)).isInstanceOf(Authentication.Accepted.class);
        assertThat(strict.authenticate("alice@example.test", Panel.PASSWORD, Service.IMAP))
                .isEqualTo(refused("password-expired"));
        assertThat(strict.authenticate("bob@eternal.test", Panel.PASSWORD, Service.IMAP))
                .isInstanceOf(Authentication.Accepted.class);
        panel.run("UPDATE mailbox SET password_expiry = NOW() + INTERVAL 1 DAY");
        assertThat(strict.authenticate("alice@example.test", Panel.PASSWORD, Service.IMAP))
                .isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void aUserWhoMayNotSendIsRefusedBySmtpOnly() {
        panel.user("alice@example.test");
        if (version == PanelVersion.V3) {
            assertThat(accounts.authenticate("alice@example.test", Panel.PASSWORD, Service.SMTP))
                    .isInstanceOf(Authentication.Accepted.class);
            return;
        }
        panel.run("UPDATE mailbox SET smtp_active = 0");

        assertThat(accounts.authenticate("alice@example.test", Panel.PASSWORD, Service.SMTP))
                .isEqualTo(refused("may-not-send"));
        assertThat(login("alice@example.test", Panel.PASSWORD)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void appPasswordsAreAcceptedWhereThePanelHasThem() {
        panel.user("alice@example.test").user("bob@example.test");
        if (version == PanelVersion.V3) {
            assertThat(login("alice@example.test", APP_PASSWORD)).isEqualTo(refused("wrong-password"));
            return;
        }
        panel.run(
                "INSERT INTO mailbox_app_password (username, password_hash) VALUES ('alice@example.test', '{PLAIN}x'),"
                        + " ('Alice@example.test', '{PLAIN}" + APP_PASSWORD
                        + "'), (NULL, '{PLAIN}n'), ('alice@example.test', NULL)");

        for (Service service : Service.values()) {
            assertThat(accounts.authenticate("alice@example.test", APP_PASSWORD, service))
                    .isInstanceOfSatisfying(Authentication.Accepted.class, accepted -> assertThat(accepted.username())
                            .isEqualTo("alice@example.test"));
        }
        assertThat(login("alice@example.test", Panel.PASSWORD)).isInstanceOf(Authentication.Accepted.class);
        assertThat(login("alice@example.test", "n")).isEqualTo(refused("wrong-password"));
        assertThat(login("bob@example.test", APP_PASSWORD)).isEqualTo(refused("wrong-password"));
        panel.run("DELETE FROM mailbox_app_password WHERE password_hash LIKE '%app-password%'");
        assertThat(login("alice@example.test", APP_PASSWORD)).isEqualTo(refused("wrong-password"));
    }

    @Test
    void aWeakHashIsReplacedAfterALoginWhereThatIsConfigured() {
        panel.user("alice@example.test").user("bob@example.test");
        JdbcAccounts rehashing = panel.accounts(AccountsConfig.DEFAULT, true);

        login("alice@example.test", Panel.PASSWORD);
        assertThat(hashOf("alice@example.test")).isEqualTo("{PLAIN}" + Panel.PASSWORD);
        rehashing.authenticate("alice@example.test", "wrong", Service.IMAP);
        assertThat(hashOf("alice@example.test")).isEqualTo("{PLAIN}" + Panel.PASSWORD);
        rehashing.authenticate("alice@example.test", Panel.PASSWORD, Service.IMAP);
        assertThat(hashOf("alice@example.test")).startsWith("{BLF-CRYPT}$2y$10$");
        assertThat(hashOf("bob@example.test")).isEqualTo("{PLAIN}" + Panel.PASSWORD);
        assertThat(login("alice@example.test", Panel.PASSWORD)).isInstanceOf(Authentication.Accepted.class);
    }

    private Authentication login(String username, String password) {
        return accounts.authenticate(username, password, Service.IMAP);
    }

    private String hashOf(String username) {
        return panel.value("SELECT password FROM mailbox WHERE username = '" + username + "'");
    }

    private static Authentication refused(String reason) {
        return new Authentication.Refused(reason);
    }
}
