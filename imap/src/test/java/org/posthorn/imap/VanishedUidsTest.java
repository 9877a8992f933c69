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

    private static final long GREATEST = 0xFFFF_FFFFL;
    private static final String VANISHED = "* VANISHED (EARLIER) ";

    @Test
    void whatIsBetweenTheMessagesIsGone() {
        assertThat(gone(range(1, 10), 2, 3, 7, 10)).containsExactly("1", "4:6", "8:9");
        assertThat(gone(range(3, 7), 2, 3, 7, 10)).containsExactly("4:6");
        assertThat(gone(range(2, 3), 2, 3, 7, 10)).isEmpty();
        assertThat(gone(range(8, 20), 2, 3, 7, 10)).containsExactly("8:9", "11:20");
    }

    @Test
    void aGapOfMillionsIsOneRangeAndTheEndIsThatOfTheFolder() {
        assertThat(gone(range(1, 4_000_000_000L), 500, 3_999_999_999L))
                .containsExactly("1:499", "501:3999999998", "4000000000");
        assertThat(gone(MessageRange.all())).containsExactly("1:4294967295");
        assertThat(VanishedUids.between(new long[] {7}, List.of(MessageRange.all()), 9))
                .extracting(UidRange::getFormattedString)
                .containsExactly("1:6", "8:9");
        assertThat(VanishedUids.between(new long[] {}, List.of(range(10, 20)), 9))
                .isEmpty();
        assertThat(gone(MessageRange.from(MessageUid.of(5_000_000_000L)))).isEmpty();
    }

    @Test
    void rangesThatOverlapAreToldOnce() {
        List<MessageRange> asked = List.of(range(4, 9), range(1, 5), range(2, 8));

        assertThat(VanishedUids.between(new long[] {3}, asked, GREATEST))
                .extracting(UidRange::getFormattedString)
                .containsExactly("1:2", "4:9");
    }

    @Test
    void whatWasThereBeforeAndBehindTheOthersHasVanishedAndWhatIsYetToComeHasNot() throws Exception {
        try (MailAccessServer server = MailAccessServer.start()) {
            server.accounts().with("alice@example.test", "secret");
            try (LineClient client = loggedIn(server)) {
                for (String tag : List.of("c", "d", "e", "f")) {
                    client.append(tag, "INBOX", "Subject: one\r\n\r\n");
                }
                client.reply("g SELECT INBOX");
                client.reply("g UID STORE 1,3:4 +FLAGS (\\Deleted)");
                client.reply("h EXPUNGE");

                assertThat(client.replies("i UID FETCH 1:4000000000 (FLAGS) (CHANGEDSINCE 1 VANISHED)"))
                        .contains(VANISHED + "1,3:4")
                        .last()
                        .asString()
                        .startsWith("i OK");
                assertThat(client.replies("i UID FETCH 2:* (FLAGS) (CHANGEDSINCE 1 VANISHED)"))
                        .contains(VANISHED + "3:4");
                assertThat(client.replies("i UID FETCH 3,* (FLAGS) (CHANGEDSINCE 1 VANISHED)"))
                        .contains(VANISHED + "3");
                assertThat(client.replies("j UID FETCH 100:4000000000 (FLAGS) (CHANGEDSINCE 1 VANISHED)"))
                        .hasSize(1)
                        .last()
                        .asString()
                        .startsWith("j OK");
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
                        .contains(VANISHED + "2")
                        .noneMatch(line -> line.contains(VANISHED + "2:"));
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
        return VanishedUids.between(Arrays.copyOf(present, present.length), List.of(asked), GREATEST).stream()
                .map(UidRange::getFormattedString)
                .toList();
    }
}
