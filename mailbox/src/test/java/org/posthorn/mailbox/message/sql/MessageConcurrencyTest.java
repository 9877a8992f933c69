// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** Two servers with several threads each do everything at once; what is counted must be right whenever they stop. */
class MessageConcurrencyTest {

    private static final int STEPS = 40;

    static List<MariaDbFlavour> flavours() {
        return MariaDbServer.flavours();
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void countersUsageAndContentsAreExactAfterWhateverHappenedAtOnce(MariaDbFlavour flavour) throws Exception {
        try (StoreFixture fixture = StoreFixture.on(flavour);
                StoreServer other = new StoreServer(fixture)) {
            MessageFixture server = new MessageFixture(fixture);
            List<Mailbox> folders = List.of(
                    server.folder("ann@example.test", "INBOX"),
                    server.folder("ann@example.test", "Archive"),
                    server.folder("bob@example.test", "INBOX"));
            SqlMessageStoreTest.runInParallel(6, thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < STEPS; i++) {
                    step(thread % 2 == 0 ? server : other.messages, folders, random);
                }
            });

            assertExact(server);
            for (Mailbox folder : folders) {
                server.mapper.deleteMessages(
                        folder, server.uids(folder).stream().map(MessageUid::of).toList());
            }
            assertExact(server);
            assertThat(server.number("SELECT (SELECT COUNT(*) FROM {content}) + (SELECT COUNT(*) FROM {body})"))
                    .isZero();
        }
    }

    private static void step(MessageFixture server, List<Mailbox> folders, Random random) throws Exception {
        Mailbox folder = folders.get(random.nextInt(3));
        Mailbox target = folders.get(random.nextInt(3));
        List<MailboxMessage> some = server.messages(folder, FetchType.METADATA).stream()
                .filter(message -> random.nextInt(3) == 0)
                .limit(5)
                .toList();
        switch (random.nextInt(6)) {
            case 0 -> server.mapper.copy(target, some);
            case 1 -> server.mapper.move(target, some);
            case 2 ->
                server.mapper.deleteMessages(
                        folder, some.stream().map(MailboxMessage::getUid).toList());
            case 3 ->
                server.mapper.updateFlags(
                        folder,
                        new FlagsUpdateCalculator(
                                new Flags(Flag.SEEN),
                                random.nextBoolean() ? FlagsUpdateMode.ADD : FlagsUpdateMode.REMOVE),
                        some.isEmpty()
                                ? MessageRange.all()
                                : MessageRange.from(some.get(0).getUid()));
            default ->
                server.append(
                        folder,
                        MessageFixture.bytes("Message-ID: <" + random.nextInt(20) + "@x>\nReferences: <"
                                + random.nextInt(20) + "@x>\n\n" + "x".repeat(random.nextInt(60_000))),
                        random.nextBoolean() ? new Flags(Flag.SEEN) : new Flags(),
                        Optional.empty());
        }
    }

    private static void assertExact(MessageFixture server) {
        assertThat(server.numbers("SELECT f.id FROM {folder} f WHERE (messages, unseen, bytes) <> (SELECT COUNT(*),"
                        + " COALESCE(SUM(flags & 16 = 0), 0), COALESCE(SUM(size), 0) FROM {message} m"
                        + " WHERE m.folder_id = f.id)"))
                .as("folders whose counters are wrong")
                .isEmpty();
        assertThat(
                        server.numbers(
                                "SELECT 1 FROM quota2 u WHERE (messages, bytes) <> (SELECT COALESCE(SUM(messages), 0),"
                                        + " COALESCE(SUM(bytes), 0) FROM {folder} f WHERE f.owner = CAST(u.username AS BINARY))"))
                .as("owners whose usage is wrong")
                .isEmpty();
        assertThat(server.numbers("SELECT id FROM {content} c"
                        + " WHERE refs <> (SELECT COUNT(*) FROM {message} m WHERE m.content_id = c.id)"))
                .as("contents whose references are wrong")
                .isEmpty();
        assertThat(
                        server.numbers(
                                "SELECT content_id FROM {message} WHERE content_id NOT IN (SELECT id FROM {content})"
                                        + " UNION ALL SELECT content_id FROM {body} WHERE content_id NOT IN (SELECT id FROM {content})"))
                .as("messages and bodies without content")
                .isEmpty();
        assertThat(server.numbers("SELECT uid FROM {message} m JOIN {folder} f ON f.id = m.folder_id"
                        + " WHERE uid > last_uid OR modseq > highest_modseq"))
                .isEmpty();
    }
}
