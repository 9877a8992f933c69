// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.PosthornServer.Port;

/** A session ends with the account that it was opened for, and does not wait for its client to ask for something. */
class RevokedSessionsIT {

    private static final String BYE = "BYE Your account has changed. Log in again.";
    private static final String HASH = "(SELECT a.password FROM mailbox a WHERE a.username = 'alice@example.test')";

    private final Stack stack = Stack.shared();

    @Test
    void whoseNameIsSomebodyElsesNowIsSentAwayEverywhereAndSeesNothingOfHis() {
        account("kim", "2024-05-06 07:08:09");
        try (Session idle = imap("kim");
                Session silent = imap("kim");
                Session pop3 = pop3("kim");
                Session sieve = sieve("kim")) {
            assertThat(idle.send("t2 IDLE").readLine()).startsWith("+");
            delete("kim");
            account("kim", "2024-05-06 07:08:10");
            try (Imap next = Imap.login(stack, "kim@example.test")) {
                assertThat(idle.readUntil("* BYE")).last().asString().endsWith(BYE);
                assertThat(idle.isClosedByServer()).isTrue();
                assertThat(silent.readUntil("* BYE")).last().asString().endsWith(BYE);
                assertThat(pop3.isClosedByServer()).isTrue();
                assertThat(sieve.readLine()).startsWith("BYE \"Your account has changed.");
                assertThat(next.append("INBOX", "Subject: new\r\n\r\nx\r\n")).startsWith("t1 OK");
                assertThat(next.count("INBOX", "new")).isEqualTo(1);
            }
        }
    }

    @Test
    void aSessionOfADeletedAccountEndsWithIt() {
        account("lee", "2024-05-06 07:08:09");
        try (Session idle = imap("lee")) {
            assertThat(idle.send("t2 IDLE").readLine()).startsWith("+");
            delete("lee");
            assertThat(stack.posthorn().run("", "orphans", "list").exitCode()).isZero();

            assertThat(idle.readUntil("* BYE")).last().asString().endsWith(BYE);
        }
    }

    @Test
    void aLoginWithANewPasswordEndsTheSessionsOfTheOldOneAndNoOthers() {
        account("max", "2024-05-06 07:08:09");
        try (Session before = imap("max")) {
            stack.sql("UPDATE mailbox SET password='{PLAIN}Other-Pw22' WHERE username='max@example.test'");
            try (Imap after = Imap.login(stack, "max@example.test", "Other-Pw22");
                    Imap second = Imap.login(stack, "max@example.test", "Other-Pw22")) {
                assertThat(before.readUntil("* BYE")).last().asString().endsWith(BYE);
                assertThat(Imap.last(after.command("NOOP"))).startsWith("t1 OK");
                assertThat(Imap.last(second.command("NOOP"))).startsWith("t1 OK");
            }
        }
    }

    private Session imap(String name) {
        Session client = Session.tls(stack.port(Port.IMAPS));
        client.readLine();
        assertThat(Imap.last(client.imap("LOGIN " + name + "@example.test " + Stack.PASSWORD)))
                .startsWith("t1 OK");
        assertThat(Imap.last(client.imap("SELECT INBOX"))).startsWith("t1 OK");
        return client;
    }

    private Session pop3(String name) {
        Session client = Session.tls(stack.port(Port.POP3S));
        client.readLine();
        assertThat(client.send("USER " + name + "@example.test").readLine()).startsWith("+OK");
        assertThat(client.send("PASS " + Stack.PASSWORD).readLine()).startsWith("+OK");
        return client;
    }

    private Session sieve(String name) {
        Session client = Session.plain(stack.port(Port.SIEVE));
        client.readUntil("OK");
        assertThat(client.send("STARTTLS").readLine()).startsWith("OK");
        client.upgrade().readUntil("OK");
        String response = Base64.getEncoder()
                .encodeToString(("\0" + name + "@example.test\0" + Stack.PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(client.send("AUTHENTICATE \"PLAIN\" \"" + response + "\"").readLine())
                .startsWith("OK");
        return client;
    }

    private void account(String name, String created) {
        stack.sql("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) SELECT '" + name
                + "@example.test', " + HASH + ", '', 'example.test/" + name + "/', '" + name + "', 'example.test', '"
                + created + "'");
    }

    private void delete(String name) {
        stack.sql("DELETE FROM mailbox WHERE username='" + name + "@example.test'");
    }
}
