// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbServer;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Outcome;

/** The administrator sees the mails on their way, and they keep their times when the server is restarted. */
class QueueIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern NEXT = Pattern.compile("\"id\":\"([0-9a-f]{16})\".*\"next\":\"([^\"]+)\"");

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.own(MariaDbServer.flavour(), Map.of("POSTHORN_RETRY_DELAYS", "1h"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aMailThatWaitsOutlivesARestartWithItsTimeAndIsTriedOnCommand() {
        assertThat(queue("list").output()).contains("the queues are empty");
        String word = mailThatWaits();

        assertThat(queue("list").output()).contains("waiting", "<x@outside.test>", "alice@example.test");
        Matcher before = waiting();
        assertThat(stack.posthorn().run("", "down").exitCode()).isZero();
        stack.posthorn().up();
        Matcher after = waiting();
        assertThat(after.group()).isEqualTo(before.group());

        String id = after.group(1);
        assertThat(queue("show " + id).output()).contains("state: waiting", "failures: 1", "error: ");
        assertThat(queue("hold " + id).exitCode()).isZero();
        assertThat(queue("list").output()).contains(" held ");
        assertThat(queue("retry " + id).output()).contains("is due now");
        try (Imap alice = Imap.login(stack, "alice@example.test")) {
            alice.await("INBOX", word);
        }
        assertThat(Poll.until(PATIENCE, () -> queue("list").output().contains("the queues are empty")))
                .isTrue();
        assertThat(queue("show " + id).exitCode()).isEqualTo(1);
        assertThat(queue("drop " + id).exitCode()).isEqualTo(64);
        assertThat(stack.posthorn().log()).doesNotContain("reached the end of this processor");
    }

    /** Accepted while the database is down, which is up again when this returns. */
    private static String mailThatWaits() {
        String word = Smtp.word();
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<alice@example.test>")).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            stack.mariaDb().stop();
            assertThat(client.sendRaw(Smtp.mail("waits " + word)).ask(".")).startsWith("250 2.0.0");
        }
        assertThat(Poll.until(PATIENCE, () -> queue("list").output().contains("waiting")))
                .as("%s", queue("list").output())
                .isTrue();
        stack.mariaDb().start();
        return word;
    }

    private static Matcher waiting() {
        Matcher matcher = NEXT.matcher(queue("list --json").output());
        assertThat(matcher.find()).isTrue();
        return matcher;
    }

    private static Outcome queue(String words) {
        String[] arguments = ("queue " + words).split(" ");
        return stack.posthorn().run("", arguments);
    }
}
