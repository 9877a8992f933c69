// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;
import org.junit.jupiter.api.Test;

class VanishedUidsTest {

    private static final String VANISHED = "* VANISHED (EARLIER) ";

    @Test
    void whatIsBetweenTheMessagesIsGone() {
        assertThat(gone(range(1, 10), 2, 3, 7, 10)).containsExactly("1", "4:6", "8:9");
        assertThat(gone(range(3, 7), 2, 3, 7, 10)).containsExactly("4:6");
        assertThat(gone(range(2, 3), 2, 3, 7, 10)).isEmpty();
        assertThat(gone(range(8, 20), 2, 3, 7, 10)).containsExactly("8:9", "11:20");
    }

    @Test
    void aGapOfMillionsIsOneRangeAndTheEndIsThatOf32Bits() {
        assertThat(gone(range(1, 4_000_000_000L), 500, 3_999_999_999L))
                .containsExactly("1:499", "501:3999999998", "4000000000");
        assertThat(gone(MessageRange.all())).containsExactly("1:4294967295");
        assertThat(gone(MessageRange.from(MessageUid.of(5_000_000_000L)))).isEmpty();
    }

    @Test
    void rangesThatOverlapAreToldOnce() {
        List<MessageRange> asked = List.of(range(4, 9), range(1, 5), range(2, 8));

        assertThat(VanishedUids.between(new long[] {3}, asked))
                .extracting(UidRange::getFormattedString)
                .containsExactly("1:2", "4:9");
    }

    @Test
    void aQuestionBehindTheLastMessageIsAnsweredAtOnce() throws Exception {
        try (MailAccessServer server = MailAccessServer.start()) {
            server.accounts().with("alice@example.test", "secret");
            try (LineClient client = loggedIn(server)) {
                client.append("c", "INBOX", "Subject: one\r\n\r\n");
                client.reply("c SELECT INBOX");

                assertThat(client.replies("d UID FETCH 100:4000000000 (FLAGS) (CHANGEDSINCE 1 VANISHED)"))
                        .contains(VANISHED + "100:4294967295")
                        .last()
                        .asString()
                        .startsWith("d OK");
            }
        }
    }

    @Test
    void whatWasBehindTheLastMessageIsToldWhenTheFolderIsOpened() throws Exception {
        try (MailAccessServer server = MailAccessServer.start()) {
            server.accounts().with("alice@example.test", "secret");
            try (LineClient client = loggedIn(server)) {
                client.append("c", "INBOX", "Subject: one\r\n\r\n");
                client.append("d", "INBOX", "Subject: two\r\n\r\n");
                String validity = client.replies("e SELECT INBOX").stream()
                        .filter(line -> line.contains("UIDVALIDITY"))
                        .map(line -> line.replaceAll(".*UIDVALIDITY (\\d+).*", "$1"))
                        .findFirst()
                        .orElseThrow();
                client.reply("f UID STORE 2 +FLAGS (\\Deleted)");
                client.reply("g EXPUNGE");

                assertThat(client.replies("h SELECT INBOX (QRESYNC (" + validity + " 1))"))
                        .contains(VANISHED + "2");
                assertThat(client.replies("i EXAMINE INBOX (QRESYNC (" + validity + " 1 1:100))"))
                        .contains(VANISHED + "2:100");
            }
        }
    }

    private static LineClient loggedIn(MailAccessServer server) {
        LineClient client = LineClient.greeted(server.imapPort());
        client.reply("a LOGIN alice@example.test secret");
        client.reply("b ENABLE QRESYNC");
        return client;
    }

    private static MessageRange range(long from, long to) {
        return MessageRange.range(MessageUid.of(from), MessageUid.of(to));
    }

    private static List<String> gone(MessageRange asked, long... present) {
        return VanishedUids.between(Arrays.copyOf(present, present.length), List.of(asked)).stream()
                .map(UidRange::getFormattedString)
                .toList();
    }
}
