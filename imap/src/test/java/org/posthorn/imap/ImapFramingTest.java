// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server as a logged-in client sees it, however its octets are cut into packets. */
class ImapFramingTest {

    private static final String MESSAGE = "From: x\r\n\r\nz1 CREATE pwned\r\n";

    private MailAccessServer server;
    private LineClient client;

    @BeforeEach
    void logIn() throws Exception {
        server = MailAccessServer.start();
        server.accounts().with("alice@example.test", "secret");
        client = LineClient.greeted(server.imapPort());
        assertThat(client.reply("a0 LOGIN alice@example.test secret")).startsWith("a0 OK");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private LineClient another() {
        LineClient another = LineClient.greeted(server.imapPort());
        assertThat(another.reply("a0 LOGIN alice@example.test secret")).startsWith("a0 OK");
        return another;
    }

    private long messages(String folder) {
        String status = client.replies("s STATUS " + folder + " (MESSAGES)").get(0);
        return Long.parseLong(status.replaceAll(".*MESSAGES (\\d+).*", "$1"));
    }

    @Test
    void literalPlusIsNotAnnounced() {
        assertThat(client.replies("c CAPABILITY").get(0))
                .containsIgnoringCase("IMAP4rev1")
                .contains("IDLE", "UIDPLUS")
                .doesNotContain("LITERAL+", "LITERAL-", "STARTTLS", "COMPRESS", "AUTH=");
    }

    @Test
    void aLiteralSentWithoutLeaveClosesTheConnectionAndNothingOfItIsExecuted() {
        for (String plus : List.of("+", "-")) {
            try (LineClient eager = another()) {
                String append = " APPEND INBOX {" + MESSAGE.length() + plus + "}\r\n" + MESSAGE + "\r\n";
                eager.send("b1" + append + "b2" + append);
                assertThat(eager.rest())
                        .doesNotContain("z1 OK", "b2 ")
                        .satisfiesAnyOf(rest -> assertThat(rest).startsWith("b1 BAD"), rest -> assertThat(rest)
                                .isEmpty());
            }
        }
        assertThat(client.replies("l LIST \"\" \"*\"")).noneMatch(line -> line.contains("pwned"));
        assertThat(messages("INBOX")).isZero();
    }

    @Test
    void aCopyBeforeAnAppendIsExecutedOnceAtEveryCut() {
        assertThat(client.append("a1", "INBOX", MESSAGE)).startsWith("a1 OK");
        assertThat(client.reply("a2 CREATE Archive")).startsWith("a2 OK");
        assertThat(client.reply("a3 SELECT INBOX")).startsWith("a3 OK");
        String commands = "b0 COPY 1 Archive\r\nb1 APPEND INBOX {" + MESSAGE.length() + "}\r\n" + MESSAGE + "\r\n";

        for (int cut = 0; cut <= commands.length(); cut++) {
            client.send(commands.substring(0, cut));
            client.send(commands.substring(cut));
            List<String> replies = client.until("b1 ");
            assertThat(replies.stream().filter(line -> line.startsWith("b0 ")))
                    .singleElement()
                    .asString()
                    .startsWith("b0 OK");
            assertThat(replies.get(replies.size() - 1)).startsWith("b1 OK");
        }

        assertThat(messages("Archive")).isEqualTo(commands.length() + 1);
        assertThat(messages("INBOX")).isEqualTo(commands.length() + 2);
        assertThat(client.replies("l LIST \"\" \"*\"")).noneMatch(line -> line.contains("pwned"));
    }

    @Test
    void pipelinedAppendsAreStoredOnceEachAtEveryCut() {
        String append = " APPEND INBOX {" + MESSAGE.length() + "}\r\n" + MESSAGE + "\r\n";
        String commands = "b1 NOOP\r\nb2" + append + "b3" + append + "b4 NOOP\r\n";
        int step = 3;

        for (int cut = 0; cut <= commands.length(); cut += step) {
            client.send(commands.substring(0, cut));
            client.send(commands.substring(cut));
            assertThat(client.until("b4 ").stream().filter(line -> line.matches("[bz]\\d .*")))
                    .hasSize(4)
                    .allMatch(line -> line.matches("b\\d OK.*"));
        }

        assertThat(messages("INBOX")).isEqualTo(2L * (commands.length() / step + 1));
    }

    @Test
    void octetByOctetIsUnderstoodToo() {
        for (char octet :
                ("b1 APPEND INBOX {" + MESSAGE.length() + "}\r\n" + MESSAGE + "\r\nb2 NOOP\r\n").toCharArray()) {
            client.send(String.valueOf(octet));
        }
        assertThat(client.until("b2 ")).anyMatch(line -> line.startsWith("b1 OK"));
        assertThat(messages("INBOX")).isEqualTo(1);
    }

    @Test
    void theLiteralOfAnUnknownCommandIsNotExecuted() {
        client.send("b1 FROBNICATE {17}\r\nz1 CREATE pwned\r\n\r\nb2 NOOP\r\n");
        assertThat(client.until("b2 "))
                .anyMatch(line -> line.startsWith("b1 BAD"))
                .noneMatch(line -> line.startsWith("z1"));
        assertThat(client.replies("l LIST \"\" \"*\"")).noneMatch(line -> line.contains("pwned"));
    }

    @Test
    void aLiteralOfNoOctetsIsALiteral() {
        client.send("b1 CREATE {0}\r\n\r\n");
        assertThat(client.until("b1 ")).hasSize(2).first().asString().startsWith("+ ");
        assertThat(client.reply("b2 NOOP")).startsWith("b2 ");
    }

    @Test
    void aTooLongMessageIsRefusedBeforeItIsSent() {
        client.send("b1 APPEND INBOX {1048577}\r\n");
        assertThat(client.rest()).startsWith("b1 NO [TOOBIG]").contains("* BYE");
    }

    @Test
    void onlyAppendMayBeLarge() {
        client.send("b1 CREATE {1048577}\r\n");
        assertThat(client.rest()).startsWith("b1 NO [TOOBIG]");
    }

    @Test
    void aLineMayBeLongButNotEndless() {
        String numbers = "1,".repeat(30_000) + "1";
        assertThat(client.reply("b1 SELECT INBOX")).startsWith("b1 OK");
        assertThat(client.reply("b2 UID FETCH " + numbers + " FLAGS")).startsWith("b2 ");

        client.send("b3 NOOP" + "x".repeat(66_000));
        assertThat(client.rest()).isIn("* BYE Command line too long\r\n", "");
    }

    @Test
    void nestedParenthesesEndTheConnectionAndNotTheServer() {
        assertThat(client.reply("b1 SELECT INBOX")).startsWith("b1 OK");
        client.send("b2 SEARCH " + "(".repeat(30_000) + "ALL" + ")".repeat(30_000) + "\r\n");
        assertThat(client.rest()).isIn("b2 BAD Too many parentheses\r\n", "");

        try (LineClient next = another()) {
            assertThat(next.reply("b1 SELECT INBOX")).startsWith("b1 OK");
            assertThat(next.reply("b2 SEARCH " + "(".repeat(50) + "ALL" + ")".repeat(50)))
                    .startsWith("b2 OK");
        }
    }

    @Test
    void nulOctetsAreRefusedAndTheSessionLives() {
        assertThat(client.reply("b1 CREATE a\0b")).matches("b1 (BAD|NO).*");
        assertThat(client.reply("b2 NOOP")).startsWith("b2 OK");
    }

    @Test
    void idleTellsOfNewMailAndEndsWithDone() {
        assertThat(client.reply("b1 SELECT INBOX")).startsWith("b1 OK");
        client.send("b2 IDLE\r\n");
        assertThat(client.line()).startsWith("+ ");
        try (LineClient other = another()) {
            assertThat(other.append("c1", "INBOX", MESSAGE)).startsWith("c1 OK");
        }
        assertThat(client.until("* 1 EXISTS")).isNotEmpty();
        client.send("DONE\r\nb3 NOOP\r\n");
        assertThat(client.until("b3 ")).anyMatch(line -> line.startsWith("b2 OK"));
    }

    @Test
    void idleAndDoneMayComeInOnePacket() {
        client.send("b2 IDLE\r\nDONE\r\nb3 NOOP\r\n");
        assertThat(client.until("b3 ")).anyMatch(line -> line.startsWith("b2 OK"));
    }

    @Test
    void aThousandPipelinedCommandsAreAnsweredInOrder() {
        StringBuilder commands = new StringBuilder();
        for (int number = 0; number < 1000; number++) {
            commands.append('n').append(number).append(" NOOP\r\n");
        }
        client.send(commands.toString());
        for (int number = 0; number < 1000; number++) {
            assertThat(client.line()).startsWith("n" + number + " OK");
        }
    }

    @Test
    void logoutEndsTheConnection() {
        client.send("b1 LOGOUT\r\nb2 NOOP\r\n");
        assertThat(client.rest()).contains("* BYE", "b1 OK").doesNotContain("b2");
    }

    @Test
    void theInboxCannotBeDeletedAndKeepsItsMails() {
        assertThat(client.append("a1", "INBOX", MESSAGE)).startsWith("a1 OK");
        for (String name : List.of("INBOX", "inbox", "{5}\r\nInbox", "#private.INBOX")) {
            assertThat(client.reply("a2 DELETE " + name)).startsWith("a2 NO [CANNOT]");
        }
        assertThat(messages("INBOX")).isEqualTo(1);
        assertThat(client.reply("a3 DELETE Drafts")).startsWith("a3 OK");
    }

    @Test
    void whatOverwhelmsTheParserIsBadAndNoMore() {
        assertThat(client.reply("a1 SELECT INBOX")).startsWith("a1 OK");
        assertThat(client.reply("a2 SEARCH " + "NOT ".repeat(15_000) + "ALL")).startsWith("a2 BAD");
        assertThat(client.reply("a3 SEARCH " + "OR ALL ".repeat(8_000) + "ALL ALL"))
                .startsWith("a3 BAD");
        assertThat(client.reply("a4 LIST \"\" \"" + "*%".repeat(3_000) + "z\"")).startsWith("a4 BAD");
        assertThat(client.reply("a5 LSUB \"\" \"" + "*%".repeat(3_000) + "z\"")).startsWith("a5 BAD");
        assertThat(client.reply("a6 CREATE &")).startsWith("a6 BAD");
        assertThat(client.reply("a7 NOOP")).startsWith("a7 OK");
    }

    @Test
    void whatCannotBeAFoldersNameIsRefusedWithTheReason() {
        for (String name : List.of("\".a\"", "a..b", "\"a%b\"", "\"a*b\"", "\" \"", "../etc")) {
            assertThat(client.reply("a1 CREATE " + name)).startsWith("a1 NO [CANNOT] No mailbox can have this name");
            assertThat(client.reply("a2 RENAME Drafts " + name))
                    .startsWith("a2 NO [CANNOT] No mailbox can have this name");
        }
        assertThat(client.reply("a3 CREATE " + "n".repeat(1000))).startsWith("a3 BAD CREATE too long mailbox name");
        assertThat(client.reply("a4 CREATE a/b")).startsWith("a4 OK");
    }

    @Test
    void brokenModifiedUtf7NamesNoFolder() {
        for (String name : List.of("a&", "a&!!-b", "a&AGE-", "a&AOQ", "&A-", "&AAAA-", "{4}\r\na\r\nb")) {
            for (String command : List.of("CREATE ", "SELECT ", "DELETE ", "RENAME INBOX ", "SUBSCRIBE ")) {
                assertThat(client.reply("a1 " + command + name))
                        .as(command + name)
                        .startsWith("a1 BAD");
            }
        }
        for (String name : List.of("&AOQ-", "a&-b", "&-&-", "&2D3eAA-", "inbox.&ZeVnLIqe-")) {
            assertThat(client.reply("a2 CREATE \"" + name + "\"")).as(name).startsWith("a2 OK");
            assertThat(client.replies("a3 LIST \"\" *")).anyMatch(line -> line.contains("\"" + name + "\""));
        }
    }
}
