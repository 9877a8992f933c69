// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A change in the panel works on the next transaction or login. */
class LiveChangesIT {

    private static final String HASH = "(SELECT m.password FROM mailbox m WHERE m.username = 'alice@example.test')";

    private final Stack stack = Stack.shared();

    @Test
    void aNewMailboxWorksAtOnceAndAnInactiveOneNoMore() {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<gina@example.test>")).startsWith("550 5.1.1 ");
            client.ask("RSET");
            insertMailbox("gina", "example.test");
            client.ask("MAIL FROM:<x@outside.test>");
            assertThat(client.ask("RCPT TO:<gina@example.test>")).startsWith("250 2.1.5 ");
            assertThat(Imap.loginAnswer(stack, "gina@example.test", Stack.PASSWORD))
                    .startsWith("t1 OK");

            stack.sql("UPDATE mailbox SET active=0 WHERE username='gina@example.test'");
            client.ask("RSET");
            client.ask("MAIL FROM:<x@outside.test>");
            assertThat(client.ask("RCPT TO:<gina@example.test>")).startsWith("550 5.1.1 ");
        }
        assertThat(Imap.loginAnswer(stack, "gina@example.test", Stack.PASSWORD))
                .startsWith("t1 NO [AUTHENTICATIONFAILED]");
    }

    @Test
    void aChangedPasswordEndsTheOldOneAtOnce() {
        insertMailbox("hugo", "example.test");
        assertThat(Imap.loginAnswer(stack, "hugo@example.test", Stack.PASSWORD)).startsWith("t1 OK");
        assertThat(Imap.loginAnswer(stack, "hugo@example.test", Stack.PASSWORD)).startsWith("t1 OK");

        stack.sql("UPDATE mailbox SET password='{PLAIN}Other-Pw22' WHERE username='hugo@example.test'");

        assertThat(Imap.loginAnswer(stack, "hugo@example.test", Stack.PASSWORD)).startsWith("t1 NO");
        assertThat(Imap.loginAnswer(stack, "hugo@example.test", "Other-Pw22")).startsWith("t1 OK");
    }

    @Test
    void aNewDomainIsServedAndAClosedOneRefusedAtOnce() {
        try (Session client = Smtp.withSender(stack)) {
            assertThat(client.ask("RCPT TO:<ida@third.test>")).startsWith("554 5.7.1 ");
            stack.sql("INSERT INTO domain (domain, description, transport) VALUES ('third.test', '', 'virtual')");
            insertMailbox("ida", "third.test");
            assertThat(client.ask("RCPT TO:<ida@third.test>")).startsWith("250 2.1.5 ");
            stack.sql("UPDATE domain SET active=0 WHERE domain='third.test'");
            client.ask("RSET");
            client.ask("MAIL FROM:<x@outside.test>");
            assertThat(client.ask("RCPT TO:<ida@third.test>")).startsWith("554 5.7.1 ");
        }
        assertThat(Imap.loginAnswer(stack, "ida@third.test", Stack.PASSWORD))
                .startsWith("t1 NO [AUTHENTICATIONFAILED]");
    }

    private void insertMailbox(String name, String domain) {
        String address = name + "@" + domain;
        stack.sql("INSERT INTO mailbox (username, password, name, maildir, local_part, domain) SELECT '" + address
                + "', " + HASH + ", '', '" + domain + "/" + name + "/', '" + name + "', '" + domain + "'");
        stack.sql("INSERT INTO alias (address, goto, domain) VALUES ('" + address + "', '" + address + "', '" + domain
                + "')");
    }
}
