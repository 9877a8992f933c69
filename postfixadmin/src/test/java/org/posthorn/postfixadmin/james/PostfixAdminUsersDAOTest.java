// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.user.api.InvalidUsernameException;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.testing.MariaDbServer;

class PostfixAdminUsersDAOTest {

    private static final Username ALICE = Username.of("alice@example.test");

    private final PanelDatabase panel =
            PanelDatabase.empty(MariaDbServer.flavour()).withDomains("example.test");
    private final PostfixAdminUsersDAO users = new PostfixAdminUsersDAO(panel.mailboxes(), PanelDatabase.passwords());

    @Test
    void storesPasswordsHashedAndNeverInTheLog() throws Exception {
        users.addUser(ALICE, "Secret-Pw11");
        PostfixAdminUser alice = user(ALICE);
        assertThat(alice.verifyPassword("Secret-Pw11")).isTrue();
        alice.setPassword("Other-Pw12");
        users.updateUser(alice);
        assertThat(user(ALICE).verifyPassword("Secret-Pw11")).isFalse();
        assertThat(user(ALICE).verifyPassword("Other-Pw12")).isTrue();
        assertThat(panel.column("SELECT password FROM mailbox")).allMatch(hash -> hash.startsWith("$1$"));
        assertThat(panel.log().toString()).contains("edit_password").doesNotContain("Pw1");
        assertThat(alice.toString()).isEqualTo("PostfixAdminUser[alice@example.test]");
    }

    @Test
    void noPasswordIsRightWhereTheMailboxOrItsDomainIsSwitchedOff() throws Exception {
        users.addUser(ALICE, "Secret-Pw11");
        panel.run("UPDATE mailbox SET active = 0");
        assertThat(user(ALICE).verifyPassword("Secret-Pw11")).isFalse();
        panel.run("UPDATE mailbox SET active = 1");
        panel.run("UPDATE domain SET active = 0");
        assertThat(user(ALICE).verifyPassword("Secret-Pw11")).isFalse();
        assertThat(users.contains(ALICE)).isTrue();
    }

    @Test
    void anUpdateWithoutANewPasswordChangesNothing() throws Exception {
        users.addUser(ALICE, "Secret-Pw11");
        users.updateUser(user(ALICE));
        assertThat(user(ALICE).verifyPassword("Secret-Pw11")).isTrue();
        assertThat(panel.log()).noneMatch(line -> line.startsWith("edit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "a\r\nb", "\u001b[2J", "\u007f"})
    void refusesBadPasswords(String password) throws Exception {
        assertThatThrownBy(() -> users.addUser(ALICE, password)).isInstanceOf(UsersRepositoryException.class);
        assertThat(users.contains(ALICE)).isFalse();
        users.addUser(ALICE, "Secret-Pw11");
        PostfixAdminUser alice = user(ALICE);
        alice.setPassword(password);
        assertThatThrownBy(() -> users.updateUser(alice)).isInstanceOf(UsersRepositoryException.class);
        assertThat(user(ALICE).verifyPassword("Secret-Pw11")).isTrue();
    }

    @Test
    void refusesAPasswordOf10000Letters() {
        assertThatThrownBy(() -> users.addUser(ALICE, "x".repeat(10_000)))
                .isInstanceOf(UsersRepositoryException.class)
                .hasMessageNotContaining("xxx");
    }

    @Test
    void tellsWhyAUserIsRefused() {
        panel.withAlias("sales@example.test", "alice@example.test");
        assertThatThrownBy(() -> users.addUser(Username.of("sales@example.test"), "Secret-Pw11"))
                .isInstanceOf(UsersRepositoryException.class)
                .hasMessage("sales@example.test is already an alias");
        assertThatThrownBy(() -> users.addUser(Username.of("alice"), "Secret-Pw11"))
                .isInstanceOf(InvalidUsernameException.class);
        assertThatThrownBy(() -> users.addUser(Username.of("alice@other.test"), "Secret-Pw11"))
                .hasMessage("domain other.test does not exist in PostfixAdmin");
        assertThatThrownBy(() -> users.removeUser(ALICE)).hasMessage("mailbox alice@example.test does not exist");
        Username longName = Username.fromLocalPartWithDomain("a".repeat(10_000), Domain.of("example.test"));
        assertThatThrownBy(() -> users.addUser(longName, "Secret-Pw11"))
                .isInstanceOf(UsersRepositoryException.class)
                .message()
                .hasSizeLessThan(210);
    }

    @Test
    void rowsThatHoldNoUserNameAreLeftOut() throws Exception {
        panel.withMailboxes("alice@example.test");
        panel.run("UPDATE mailbox SET username = 'a@b@c'");
        panel.withDomains("b.test").withMailboxes("bob@b.test");
        assertThat(users.list()).toIterable().containsExactly(Username.of("bob@b.test"));
        assertThat(users.countUsers()).isEqualTo(2);
    }

    private PostfixAdminUser user(Username name) throws UsersRepositoryException {
        return users.getUserByName(name).orElseThrow();
    }
}
