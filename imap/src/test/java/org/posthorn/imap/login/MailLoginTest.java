// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.imap.FakeAccounts;
import org.posthorn.postfixadmin.Service;
import org.slf4j.LoggerFactory;

class MailLoginTest {

    private final FakeAccounts accounts = new FakeAccounts().with("alice@example.test", "secret");
    private final MailLogin login = new MailLogin(accounts);
    private final Logger logger = (Logger) LoggerFactory.getLogger(MailLogin.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private LoginResult check(String name, String password) {
        return login.check(name, password, Service.IMAP, "127.0.0.9");
    }

    private String line() {
        assertThat(lines.list).hasSize(1);
        return lines.list.get(0).getFormattedMessage();
    }

    @Test
    void theRightPasswordIsAcceptedUnderTheNameOfTheDatabase() {
        assertThat(check("ALICE@example.test", "secret"))
                .isInstanceOfSatisfying(
                        LoginResult.Accepted.class,
                        accepted -> assertThat(accepted.admission().username()).isEqualTo("alice@example.test"));
        assertThat(line()).contains("service=imap user=alice@example.test client=127.0.0.9 result=accepted");
    }

    @Test
    void theWrongPasswordIsRefusedAndTheReasonLogged() {
        assertThat(check("alice@example.test", "wrong")).isEqualTo(new LoginResult.Refused());
        assertThat(line()).contains("result=refused reason=wrong-password").doesNotContain("=wrong ");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNoRefusal() {
        accounts.goDown();
        assertThat(check("alice@example.test", "secret")).isEqualTo(new LoginResult.Unavailable());
        assertThat(line()).contains("result=unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b", "a\r\nb@example.test", "a\tb", "a\u007fb"})
    void namesThatNobodyHasAreNotAskedFor(String name) {
        assertThat(check(name, "secret")).isEqualTo(new LoginResult.Refused());
        assertThat(accounts.asked()).isEmpty();
    }

    @Test
    void namesAndPasswordsHaveAGreatestLength() {
        assertThat(check("x".repeat(10_000), "secret")).isEqualTo(new LoginResult.Refused());
        assertThat(check("alice@example.test", "x".repeat(10_000))).isEqualTo(new LoginResult.Refused());
        assertThat(check("alice@example.test", "")).isEqualTo(new LoginResult.Refused());
        assertThat(check("alice@example.test", "a\0b")).isEqualTo(new LoginResult.Refused());
        assertThat(accounts.asked()).isEmpty();
        assertThat(lines.list).allMatch(event -> event.getFormattedMessage().length() < 400);
    }

    @Test
    void aLogLineIsOneLine() {
        check("evil\r\ncheck=login result=accepted", "secret");
        assertThat(line()).doesNotContain("\r", "\n").contains("user=evil??check=login?result=accepted");
    }
}
