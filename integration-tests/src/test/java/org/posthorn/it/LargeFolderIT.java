// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.PosthornServer.Port;

/**
 * Listing the flags of a folder of 100,000 messages takes no memory worth mentioning, however many clients ask at once and however
 * slowly they read: the server has so little heap that it would end otherwise.
 */
class LargeFolderIT {

    private static final String ALICE = "alice@example.test";
    private static final int MESSAGES = 100_000;
    private static final int SLOW_CLIENTS = 40;

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.own(MariaDbFlavour.EMBEDDED, Map.of("POSTHORN_HEAP", "128m"));
        String word = Smtp.word();
        Smtp.deliver(stack, ALICE, word);
        try (Imap imap = Imap.login(stack, ALICE)) {
            imap.await("INBOX", word);
        }
        fill();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void theFlagsOfEveryMessageAreListedInOrder() {
        try (Session client = open()) {
            assertListed(client, "FETCH 1:* (FLAGS)", 1);
            assertListed(client, "UID FETCH 1:* (FLAGS)", 1);
            assertListed(client, "FETCH 1:* (FLAGS) (CHANGEDSINCE 1)", 1);
            assertListed(client, "UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + (MESSAGES / 2) + ")", MESSAGES / 2);
        }
    }

    @Test
    void clientsWhoReadSlowlyTakeNoMemoryAndHinderNobody() {
        long process = stack.posthorn().processId("server");
        List<Session> slow =
                IntStream.range(0, SLOW_CLIENTS).mapToObj(any -> open()).toList();
        slow.forEach(client -> client.send("a FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)"));
        String word = Smtp.word();
        Smtp.deliver(stack, "bob@example.test", word);
        try (Imap imap = Imap.login(stack, "bob@example.test")) {
            assertThat(imap.await("INBOX", word)).contains(word);
        }
        try (Session client = open()) {
            assertListed(client, "FETCH 1:* (FLAGS)", 1);
        }
        slow.subList(0, 5).forEach(client -> assertAnswer(client, "a ", 1));
        slow.forEach(Session::close);
        try (Session client = open()) {
            assertListed(client, "UID FETCH 1:* (FLAGS)", 1);
        }
        assertThat(stack.posthorn().processId("server")).isEqualTo(process);
        assertThat(stack.posthorn().log()).doesNotContain("OutOfMemoryError");
    }

    private static Session open() {
        Session client = Session.tls(stack.port(Port.IMAPS));
        client.readLine();
        assertThat(Imap.last(client.imap("LOGIN " + ALICE + " " + Stack.PASSWORD)))
                .startsWith("t1 OK");
        assertThat(client.imap("SELECT INBOX"))
                .contains("* " + MESSAGES + " EXISTS")
                .last()
                .asString()
                .startsWith("t1 OK");
        return client;
    }

    private static void assertListed(Session client, String command, int first) {
        assertAnswer(client.send("b " + command), "b ", first);
    }

    /** One line for each message from the first on, in their order, and nothing but that and what CONDSTORE says of itself. */
    private static void assertAnswer(Session client, String tag, int first) {
        int next = first;
        String line = client.readLine();
        while (!line.startsWith(tag)) {
            if (line.contains(" FETCH (")) {
                assertThat(line).startsWith("* " + next + " FETCH (").contains("FLAGS (");
                next++;
            }
            line = client.readLine();
        }
        assertThat(line).startsWith(tag + "OK");
        assertThat(next).isEqualTo(MESSAGES + 1);
    }

    /** Rows as deliveries make them, but that all messages share the one content there is, as copies do. */
    private static void fill() {
        stack.sql(
                """
                SET max_recursive_iterations = 200000;
                SELECT folder_id, content_id INTO @folder, @content FROM posthorn.posthorn_message m
                  JOIN posthorn.posthorn_folder f ON f.id = m.folder_id WHERE f.owner = 'alice@example.test';
                INSERT INTO posthorn.posthorn_message (folder_id, uid, content_id, modseq, flags, keywords, internal_date,
                    save_date, size, thread_id)
                  WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < 100000)
                  SELECT m.folder_id, n, m.content_id, n + 1, n MOD 64, IF(n MOD 100 = 0, 'work', NULL), m.internal_date,
                    m.save_date, m.size, m.thread_id
                  FROM number, posthorn.posthorn_message m WHERE m.folder_id = @folder AND m.uid = 1;
                UPDATE posthorn.posthorn_content SET refs = 100000 WHERE id = @content;
                UPDATE posthorn.posthorn_message SET modseq = 2 WHERE folder_id = @folder AND uid = 1;
                UPDATE posthorn.posthorn_folder f SET last_uid = 100000, highest_modseq = 100001, messages = 100000,
                    unseen = (SELECT COUNT(*) FROM posthorn.posthorn_message WHERE folder_id = f.id AND flags & 16 = 0),
                    bytes = bytes * 100000
                  WHERE id = @folder""");
    }
}
