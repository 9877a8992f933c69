// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Service;
import org.posthorn.postfixadmin.password.PasswordConfig;
import org.posthorn.postfixadmin.password.Passwords;
import org.posthorn.postfixadmin.password.VerifiedPasswords;
import org.posthorn.testing.MariaDbServer;

/** The database goes and comes back; nobody is called unknown meanwhile, and nothing has to be restarted. */
class DatabaseOutageTest {

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final int SESSIONS = 200;

    private final MariaDbServer server = MariaDbServer.of(MariaDbServer.flavour());

    @BeforeEach
    void startServer() {
        server.start();
        server.createDatabase("panel", PanelVersion.V3.scripts());
        server.execute("panel", "INSERT INTO domain (domain, description, transport) VALUES ('example.test', '', '')");
    }

    @AfterEach
    void removeServer() {
        server.close();
    }

    @Test
    void everyQuestionFailsAsUnavailableAndIsAnsweredAgainWithinFiveSecondsOfTheReturn() {
        try (Database database = database()) {
            Accounts accounts = accounts(database);
            assertThat(accounts.domain("example.test")).isEqualTo(DomainKind.LOCAL);

            server.kill9();
            assertUnavailable(() -> accounts.resolve("alice@example.test"));
            assertUnavailable(() -> accounts.domain("example.test"));
            assertUnavailable(() -> accounts.mailbox("alice@example.test"));
            assertUnavailable(() -> accounts.authenticate("alice@example.test", "x", Service.IMAP));
            assertUnavailable(() -> accounts.maySendAs("alice@example.test", "sales@example.test"));
            assertThat(database.isReachable()).isFalse();

            server.start();
            long back = System.nanoTime();
            assertThat(answersAgain(accounts, back)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(RECOVERY);
        }
    }

    @Test
    void whileItIsAwayHundredsOfSessionsAreToldAtOnce() throws Exception {
        try (Database database = database()) {
            Accounts accounts = accounts(database);
            accounts.domain("example.test");
            server.stop();
            assertUnavailable(() -> accounts.domain("example.test"));

            ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
            try {
                long start = System.nanoTime();
                Callable<Boolean> session = () -> isUnavailable(accounts);
                for (Future<Boolean> told : sessions.invokeAll(
                        IntStream.range(0, SESSIONS).mapToObj(i -> session).toList())) {
                    assertThat(told.get()).isTrue();
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            } finally {
                sessions.shutdownNow();
            }
        }
    }

    @Test
    void aServerMayBeStartedWhileItIsAway() {
        server.stop();
        try (Database database = database()) {
            Accounts accounts = accounts(database);
            assertThat(database.check()).isEmpty();
            assertUnavailable(() -> accounts.domain("example.test"));

            server.start();
            assertThat(answersAgain(accounts, System.nanoTime())).isTrue();
            assertThat(database.check()).isEmpty();
            assertThat(database.isReachable()).isTrue();
        }
    }

    @Test
    void connectionsThatBrokeWhileNobodyAskedAreNotNoticedByAnybody() {
        try (Database database = database()) {
            Accounts accounts = accounts(database);
            accounts.domain("example.test");
            server.restart();

            assertThat(accounts.domain("example.test")).isEqualTo(DomainKind.LOCAL);
        }
    }

    private Database database() {
        return new Database(DatabaseConfig.of(server.jdbcUrl("panel"), server.user(), server.password()));
    }

    private static Accounts accounts(Database database) {
        return new JdbcAccounts(
                database, new Passwords(PasswordConfig.DEFAULT), new VerifiedPasswords(), AccountsConfig.DEFAULT);
    }

    private static void assertUnavailable(Runnable question) {
        long start = System.nanoTime();
        assertThatThrownBy(question::run).isInstanceOf(AccountsUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RECOVERY);
    }

    private static boolean isUnavailable(Accounts accounts) {
        try {
            accounts.domain("example.test");
            return false;
        } catch (AccountsUnavailableException e) {
            return true;
        }
    }

    private static boolean answersAgain(Accounts accounts, long since) {
        while (System.nanoTime() - since < RECOVERY.toNanos()) {
            if (!isUnavailable(accounts)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
