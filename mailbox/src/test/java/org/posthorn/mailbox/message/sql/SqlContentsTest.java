// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.StoredContent;
import org.posthorn.testing.MariaDbFlavour;

/** Reading contents: any range of any message, and what is damaged. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class SqlContentsTest {

    private static final int PART = SqlContents.PART_SIZE;

    private static StoreFixture fixture;

    private MessageFixture server;
    private Mailbox inbox;

    SqlContentsTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.empty();
        server = new MessageFixture(fixture);
        inbox = server.folder("ann", "INBOX");
    }

    @Test
    void everyRangeOfAMessageOfAnySizeIsReadBack() throws Exception {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 100, 32_768, 32_769, 40_000, PART + 30, PART + 31, 3 * PART + 17}) {
            byte[] bytes = message(size);
            StoredContent content = content(store(bytes));
            assertRange(content, bytes, 0, bytes.length);
            for (int i = 0; i < 15; i++) {
                int from = random.nextInt(bytes.length + 1);
                assertRange(content, bytes, from, from + random.nextInt(bytes.length - from + 1));
            }
            assertThat(content.openRange(0, bytes.length + 5L)).hasBinaryContent(bytes);
            assertThat(content.openRange(bytes.length, bytes.length + 5L)).isEmpty();
            assertThat(content.structure().end()).isEqualTo(bytes.length);
        }
    }

    @Test
    void aHeaderLongerThanItsColumnIsReadBack() throws Exception {
        byte[] bytes = ("X-Long: " + "x".repeat(700_000) + "\r\n\r\nbody").getBytes(StandardCharsets.US_ASCII);
        long id = store(bytes);

        assertThat(content(id).header()).hasSize(ParsedMessage.HEADER_LIMIT);
        assertRange(content(id), bytes, 0, bytes.length);
        MailboxMessage message = only();
        assertThat(message.getHeaderContent()).hasBinaryContent(Arrays.copyOf(bytes, bytes.length - 4));
        assertThat(message.getBodyContent()).hasContent("body");
        assertThat(message.getBodyOctets()).isEqualTo(4);
    }

    @Test
    void theHeaderOfASmallMessageIsItsHeader() throws Exception {
        long id = store(MessageFixture.bytes("Subject: a\n\nbody"));

        assertThat(new String(content(id).header(), StandardCharsets.US_ASCII)).isEqualTo("Subject: a\r\n\r\n");
    }

    @Test
    void onlyThePartsOfARangeAreRead() throws Exception {
        byte[] bytes = message(3 * PART);
        long id = store(bytes);
        fixture.run("DELETE FROM {body} WHERE part <> 1");
        int header = content(id).header().length;

        assertRange(content(id), bytes, header + PART, header + 2 * PART);
        InputStream in = content(id).openRange(0, bytes.length);
        assertThat(in.skip(header + PART + 10L)).isEqualTo(header + PART + 10L);
        assertThat(in.available()).isZero();
        assertThat(in.read()).isEqualTo(bytes[header + PART + 10] & 0xFF);
        assertThat(in.available()).isEqualTo(PART - 11);
        assertThat(in.skip(5)).isEqualTo(5);
        assertThat(in.read()).isEqualTo(bytes[header + PART + 16] & 0xFF);
        assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(bytes.length - header - PART - 17L);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void rangesThatLieSideBySideAreReadTogether() throws Exception {
        byte[] bytes = message(PART);
        StoredContent content = content(store(bytes));
        assertRange(content, bytes, 1000, 1010);
        fixture.run("DELETE FROM {body}");

        assertRange(content, bytes, 1010, 1500);
        assertRange(content, bytes, 1005, 60_000);
        assertThatThrownBy(() -> content.openRange(60_000, 100_000).readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsThereOfADamagedPartIsReadAlthoughMoreWasTriedFor() throws Exception {
        byte[] bytes = message(PART);
        long id = store(bytes);
        fixture.run("UPDATE {body} SET data = SUBSTRING(data, 1, 2000)");

        assertRange(content(id), bytes, 1000, 1500);
        assertThatThrownBy(() -> content(id).openRange(1000, 5000).readAllBytes())
                .hasMessageContaining("short");
    }

    @Test
    void aBodyWithAMissingOrShortPartIsAFailureThatNamesTheContent() throws Exception {
        long missing = store(message(2 * PART));
        fixture.run("DELETE FROM {body} WHERE part = 1");
        long tooShort = store(message(2 * PART));
        fixture.run("UPDATE {body} SET data = SUBSTRING(data, 1, 100) WHERE content_id = " + tooShort);

        assertThatThrownBy(() -> content(missing).openRange(0, 2 * PART).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Long.toString(missing))
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> content(tooShort).openRange(0, 2 * PART).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Long.toString(tooShort))
                .hasMessageContaining("short");
    }

    @Test
    void aDamagedStructureIsAFailureAndTheBytesCanStillBeRead() throws Exception {
        byte[] bytes = message(100);
        long id = store(bytes);
        fixture.run("UPDATE {content} SET structure = 'x'");

        assertThatThrownBy(() -> content(id).structure()).isInstanceOf(IOException.class);
        assertRange(content(id), bytes, 0, bytes.length);
    }

    @Test
    void aContentThatHasGoneIsAbsentOrAFailure() throws Exception {
        long id = store(message(100));
        MailboxMessage message = server.mapper
                .findInMailbox(inbox, MessageRange.one(MessageUid.of(1)), FetchType.METADATA, 1)
                .next();
        server.mapper.delete(inbox, message);

        assertThat(server.contents.find(new ContentId(id))).isEmpty();
        assertThatThrownBy(message::getFullContent)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Long.toString(id));
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldFromADamagedBody() throws Exception {
        long id = store(message(2 * PART));
        try (StoreServer other = new StoreServer(fixture)) {
            StoredContent content =
                    other.messages.contents.find(new ContentId(id)).orElseThrow();
            other.close();

            assertThatThrownBy(() -> content.openRange(0, 2 * PART).readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        }
    }

    private MailboxMessage only() {
        return server.messages(inbox, FetchType.FULL).get(0);
    }

    private long store(byte[] bytes) throws Exception {
        return ContentId.of(server.append(inbox, bytes, new Flags(), Optional.empty())
                        .metaData()
                        .getMessageId())
                .value();
    }

    private StoredContent content(long id) throws Exception {
        return server.contents.find(new ContentId(id)).orElseThrow();
    }

    private static byte[] message(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        byte[] header = MessageFixture.bytes("Subject: some bytes\n\n");
        System.arraycopy(header, 0, bytes, 0, Math.min(size, header.length));
        return bytes;
    }

    private static void assertRange(StoredContent content, byte[] bytes, int from, int to) throws IOException {
        try (InputStream in = content.openRange(from, to)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
        }
    }
}
