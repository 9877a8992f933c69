// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;

/** Searches that take long, here because a table is locked, keep nobody else waiting. */
class LongSearchesIT {

    private static final List<String> USERS =
            List.of("alice@example.test", "bob@example.test", "erin@second.test", "carol@example.test");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RUNNING =
            "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'SELECT m.uid, m.content_id%'";

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.own();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void recipientsLoginsAndQuickSearchesAreAnsweredWhileTwelveSearchesHang() throws SQLException {
        List<Session> searching = Stream.of(USERS, USERS, USERS)
                .flatMap(List::stream)
                .map(LongSearchesIT::open)
                .toList();
        try (Connection other = stack.mariaDb().connect("");
                Statement statement = other.createStatement()) {
            statement.execute("LOCK TABLES posthorn.posthorn_content WRITE");
            searching.subList(0, 4).forEach(client -> client.send("t1 SEARCH SUBJECT nothing"));
            assertThat(Poll.until(PATIENCE, () -> running(statement) == 4)).isTrue();
            searching.subList(4, 12).forEach(client -> client.send("t1 SEARCH SUBJECT nothing"));

            try (Session client = Smtp.withSender(stack)) {
                assertThat(client.ask("RCPT TO:<alice@example.test>")).startsWith("250 ");
                assertThat(client.ask("RCPT TO:<nobody@example.test>")).startsWith("550 ");
            }
            try (Session client = open("alice@example.test")) {
                assertThat(Imap.last(client.imap("SEARCH UNSEEN"))).startsWith("t1 OK");
                assertThat(Imap.last(client.imap("STATUS INBOX (MESSAGES)"))).startsWith("t1 OK");
            }
            assertThat(running(statement)).isEqualTo(4);
            assertThat(stack.posthorn().log()).doesNotContain("check=search ");

            assertThat(searching.get(11).patience(Duration.ofMinutes(1)).readUntil("t1 "))
                    .last()
                    .asString()
                    .startsWith("t1 NO [UNAVAILABLE] ");
            searching.forEach(Session::close);
            assertThat(Poll.until(PATIENCE, () -> running(statement) == 0)).isTrue();
        }
        try (Session client = open("alice@example.test")) {
            assertThat(Imap.last(client.imap("SEARCH SUBJECT nothing"))).startsWith("t1 OK");
        }
    }

    private static Session open(String user) {
        Session client = Session.tls(stack.port(Port.IMAPS));
        client.readLine();
        assertThat(Imap.last(client.imap("LOGIN " + user + " " + Stack.PASSWORD)))
                .startsWith("t1 OK");
        assertThat(Imap.last(client.imap("SELECT INBOX"))).startsWith("t1 OK");
        return client;
    }

    private static int running(Statement statement) {
        try (ResultSet row = statement.executeQuery(RUNNING)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
