// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.message.Appended;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** Storing messages, on every flavour of the database. */
class SqlMessageStoreTest {

    private static final DeliveryKey KEY = DeliveryKey.of("0123", "ann@example.test", "INBOX");

    private StoreFixture fixture;
    private MessageFixture server;
    private Mailbox inbox;

    static List<MariaDbFlavour> flavours() {
        return MariaDbServer.flavours();
    }

    private void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
        server = new MessageFixture(fixture);
        inbox = server.folder("ann@example.test", "INBOX");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void aMessageIsReadBackWithWhatIsKnownOfIt(MariaDbFlavour flavour) throws Exception {
        open(flavour);
        byte[] bytes = MessageFixture.bytes("Subject: hello\n\nbody\n");
        Flags flags = new Flags(Flag.FLAGGED);
        flags.add("$Label one");

        Appended appended = server.append(inbox, bytes, flags, Optional.empty());

        assertThat(appended.isNew()).isTrue();
        MailboxMessage found = server.messages(inbox, FetchType.FULL).get(0);
        assertThat(found.metaData()).isEqualTo(appended.metaData());
        assertThat(found.getUid()).isEqualTo(MessageUid.of(1));
        assertThat(found.getInternalDate()).isEqualTo(MessageFixture.DATE);
        assertThat(found.createFlags()).isEqualTo(flags);
        assertThat(found.getFullContent()).hasBinaryContent(bytes);
        assertThat(found.getHeaderContent()).hasContent("Subject: hello\r\n\r\n");
        assertThat(found.getBodyContent()).hasContent("body\r\n");
        assertThat(server.mapper.getApplicableFlag(inbox).contains("$Label one"))
                .isTrue();
        assertThat(server.mapper.getMailboxCounters(inbox)).isEqualTo(counters(1, 1));
        assertThat(server.number("SELECT bytes FROM {folder}")).isEqualTo(bytes.length);
        assertThat(server.number("SELECT COUNT(*) FROM {body}")).isZero();
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void uidsAndModSeqsAreUniqueAndGrowWhateverServerStoresTheMessage(MariaDbFlavour flavour) throws Exception {
        open(flavour);
        try (StoreServer other = new StoreServer(fixture)) {
            List<MessageMetaData> stored = Collections.synchronizedList(new ArrayList<>());
            runInParallel(8, thread -> {
                MessageFixture mine = thread % 2 == 0 ? server : other.messages;
                MessageMetaData last = null;
                for (int i = 0; i < 15; i++) {
                    MessageMetaData next = mine.append(inbox, "Message-ID: <" + thread + "." + i + "@x>\n\n" + i)
                            .metaData();
                    if (last != null) {
                        assertThat(next.getUid()).isGreaterThan(last.getUid());
                        assertThat(next.getModSeq()).isGreaterThan(last.getModSeq());
                    }
                    last = next;
                    stored.add(next);
                }
            });

            assertThat(stored.stream().map(each -> each.getUid().asLong()).distinct())
                    .hasSize(120);
            assertThat(stored.stream().map(each -> each.getModSeq().asLong()).distinct())
                    .hasSize(120);
            assertThat(server.mapper.getLastUid(inbox)).contains(MessageUid.of(120));
            assertThat(server.mapper.getMailboxCounters(inbox)).isEqualTo(counters(120, 120));
        }
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void aMailIsStoredOnceHoweverOftenItIsDelivered(MariaDbFlavour flavour) throws Exception {
        open(flavour);
        Mailbox archive = server.folder("ann@example.test", "Archive");
        byte[] bytes = MessageFixture.bytes("Subject: once\n\n.");
        Appended first = server.append(inbox, bytes, new Flags(), Optional.of(KEY));

        Appended second = server.append(inbox, bytes, new Flags(), Optional.of(KEY));
        server.mapper.move(archive, server.messages(inbox, FetchType.METADATA).get(0));
        Appended third = server.append(inbox, bytes, new Flags(), Optional.of(KEY));

        assertThat(second.isNew()).isFalse();
        assertThat(second.metaData()).isEqualTo(first.metaData());
        assertThat(third.isNew()).isFalse();
        assertThat(server.uids(inbox)).isEmpty();
        assertThat(server.uids(archive)).hasSize(1);
        assertThat(server.number("SELECT COUNT(*) FROM {content}")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void aMailThatIsDeliveredByManyAtOnceIsStoredOnce(MariaDbFlavour flavour) throws Exception {
        open(flavour);
        List<Appended> results = Collections.synchronizedList(new ArrayList<>());
        runInParallel(
                6,
                thread -> results.add(
                        server.append(inbox, MessageFixture.bytes("Subject: a\n\n."), new Flags(), Optional.of(KEY))));

        assertThat(results.stream().filter(Appended::isNew)).hasSize(1);
        assertThat(server.uids(inbox)).hasSize(1);
        assertThat(server.mapper.countMessagesInMailbox(inbox)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void aDeliveryCostsSixRoundTrips(MariaDbFlavour flavour) throws Exception {
        open(flavour);
        server.append(inbox, "Message-ID: <first@x>\n\n.");

        assertThat(statements("Message-ID: <second@x>\nSubject: short\n\n" + "x".repeat(20_000)))
                .isLessThanOrEqualTo(6);
        assertThat(statements("Subject: no id\n\n.")).isLessThanOrEqualTo(5);
        assertThat(statements("Message-ID: <third@x>\nSubject: long\n\n" + "x".repeat(100_000)))
                .isLessThanOrEqualTo(7);
        assertThat(statements("Message-ID: <4@x>\nReferences: <third@x>\nSubject: Re: long\n\n."))
                .isLessThanOrEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void aLargeMessageIsNeverInMemoryAsAWhole(MariaDbFlavour flavour) throws Exception {
        open(flavour);
        int size = 25_000_000;
        Generated raw = new Generated(size);
        Appended appended = server.append(inbox, raw, new Flags(), Optional.empty());

        assertThat(raw.longestRead).isLessThanOrEqualTo(SqlContents.PART_SIZE);
        assertThat(appended.metaData().getSize()).isEqualTo(size);
        assertThat(server.number("SELECT MAX(LENGTH(data)) FROM {body}")).isEqualTo(SqlContents.PART_SIZE);
        try (InputStream expected = raw.open();
                InputStream found =
                        server.messages(inbox, FetchType.FULL).get(0).getFullContent()) {
            byte[] buffer = new byte[100_000];
            for (int read = found.read(buffer); read >= 0; read = found.read(buffer)) {
                assertThat(Arrays.equals(buffer, 0, read, expected.readNBytes(read), 0, read))
                        .isTrue();
            }
            assertThat(expected.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void whatCannotBeStoredLeavesNothing(MariaDbFlavour flavour) {
        open(flavour);
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, quota, local_part, domain)"
                + " VALUES ('ann@example.test', '', '', '', 500, 'ann', 'example.test')");
        byte[] large = MessageFixture.bytes("Message-ID: <a@x>\n\n" + "x".repeat(600));
        RawMessage shrinking = new RawMessage() {
            private int opened;

            @Override
            public InputStream open() {
                opened++;
                return new ByteArrayInputStream(large, 0, opened == 1 ? large.length : 100);
            }

            @Override
            public long size() {
                return large.length;
            }
        };

        assertThatThrownBy(() -> server.append(inbox, large, new Flags(), Optional.of(KEY)))
                .isInstanceOf(org.apache.james.mailbox.exception.OverQuotaException.class);
        assertThatThrownBy(() -> server.append(inbox, shrinking, new Flags(), Optional.empty()))
                .isInstanceOf(MailboxException.class)
                .isNotInstanceOf(StoreUnavailableException.class);
        fixture.run("UPDATE {folder} SET owner = '#deleted'");
        assertThatThrownBy(() -> server.append(inbox, "Subject: a\n\n.")).isInstanceOf(MailboxNotFoundException.class);

        for (String table : List.of("content", "body", "message", "thread")) {
            assertThat(server.number("SELECT COUNT(*) FROM {" + table + "}")).isZero();
        }
        assertThat(server.number("SELECT last_uid + messages + bytes FROM {folder}"))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void answersJoinTheThreadOfTheirOwner(MariaDbFlavour flavour) throws Exception {
        open(flavour);
        Mailbox sent = server.folder("ann@example.test", "Sent");
        Mailbox other = server.folder("bob@example.test", "INBOX");
        MessageMetaData question =
                server.append(inbox, "Message-ID: <q@x>\nSubject: Lunch\n\n.").metaData();

        assertThat(question.getThreadId().getBaseMessageId()).isEqualTo(question.getMessageId());
        assertThat(thread(sent, "Message-ID: <a@x>\nIn-Reply-To: <q@x>\nSubject: Re: Lunch\n\n."))
                .isEqualTo(question.getThreadId());
        assertThat(thread(inbox, "Message-ID: <b@x>\nReferences: <lost@x>\n <a@x>\nSubject: Fwd: Re: Lunch\n\n."))
                .isEqualTo(question.getThreadId());
        assertThat(thread(inbox, "Message-ID: <c@x>\nReferences: <lost@x>\nSubject: Lunch\n\n."))
                .isEqualTo(question.getThreadId());
        assertThat(thread(inbox, "Message-ID: <q@x>\nSubject: Lunch\n\n.")).isEqualTo(question.getThreadId());
        assertThat(thread(inbox, "Message-ID: <d@x>\nReferences: <q@x>\nSubject: Dinner\n\n."))
                .isNotEqualTo(question.getThreadId());
        assertThat(thread(other, "Message-ID: <q@x>\nSubject: Lunch\n\n.")).isNotEqualTo(question.getThreadId());
        assertThat(server.messages(sent, FetchType.METADATA).get(0).getThreadId())
                .isEqualTo(question.getThreadId());
    }

    private org.apache.james.mailbox.model.ThreadId thread(Mailbox folder, String text) throws MailboxException {
        return server.append(folder, text).metaData().getThreadId();
    }

    private long statements(String text) throws MailboxException {
        long before = questions();
        server.append(inbox, text);
        return questions() - before - 1;
    }

    /** Prepared statements that are executed count as one each, their preparation does not. */
    private long questions() throws MailboxException {
        return server.database.read(
                connection -> Sql.list(connection, "SHOW GLOBAL STATUS LIKE 'Questions'", row -> row.getLong(2))
                        .get(0));
    }

    private MailboxCounters counters(long messages, long unseen) {
        return MailboxCounters.builder()
                .mailboxId(inbox.getMailboxId())
                .count(messages)
                .unseen(unseen)
                .build();
    }

    static void runInParallel(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(executor.submit(() -> {
                    work.run(thread);
                    return true;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @FunctionalInterface
    interface Work {
        void run(int thread) throws Exception;
    }

    /** A message that is nowhere in memory; how much is asked for at once is noted. */
    private static final class Generated implements RawMessage {

        private static final byte[] HEADER = MessageFixture.bytes("Subject: large\n\n");

        private final int size;
        private volatile int longestRead;

        Generated(int size) {
            this.size = size;
        }

        @Override
        public InputStream open() {
            Random random = new Random(1);
            return new InputStream() {
                private int position;

                @Override
                public int read() {
                    if (position == size) {
                        return -1;
                    }
                    int place = position++;
                    return place < HEADER.length ? HEADER[place] : ' ' + random.nextInt(90);
                }

                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    longestRead = Math.max(longestRead, length);
                    return super.read(bytes, from, length);
                }
            };
        }

        @Override
        public long size() {
            return size;
        }
    }
}
