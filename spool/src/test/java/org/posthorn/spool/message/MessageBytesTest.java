// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Function;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.JournalSettings;
import org.posthorn.spool.journal.NewItem;
import org.posthorn.spool.journal.StoredItem;

/** Messages as they come from sessions, as they come from the spool, and as JavaMail has them. */
class MessageBytesTest {
    /** Bytes from 128 on, a lone LF, a NUL, a folded line, and a body of every byte. */
    private static final byte[] MESSAGE = message();

    @TempDir
    Path directory;

    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(DiskStorage.open(directory), JournalSettings.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
    }

    private static byte[] message() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("Subject: caf\u00e9 \u00ff\r\n\tfolded\u0000\r\nX-Bare: a\nX-Utf8: ")
                .getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes("\u20ac\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 256; i++) {
            bytes.write(i);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(MimeMessage message) throws Exception {
        try (InputStream in = MessageBytes.open(message)) {
            return in.readAllBytes();
        }
    }

    private static byte[] written(MimeMessage message) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private static MimeMessageWrapper wrapper() throws Exception {
        return new MimeMessageWrapper(MimeMessageInputStreamSource.create("x", new ByteArrayInputStream(MESSAGE)));
    }

    private SpooledMessage spooled() throws Exception {
        NewItem item = new NewItem("q", 0, false, 5, 0, new byte[0]);
        StoredItem stored = journal.add(item, new ByteArrayInputStream(MESSAGE));
        return new SpooledMessage(new SpooledBody(stored.id(), journal.read(stored)));
    }

    /** The message with another header line on top or below, and LF made CRLF in the header, as JavaMail has it. */
    private static void assertKeepsTheRest(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text)
                .contains("Subject: caf\u00e9 \u00ff\r\n\tfolded\u0000\r\n")
                .contains("X-Bare: a\r\n")
                .contains("X-Utf8: \u00e2\u0082\u00ac\r\n")
                .contains("X-New: yes\r\n");
        String body = new String(MESSAGE, MESSAGE.length - 256, 256, StandardCharsets.ISO_8859_1);
        assertThat(text).endsWith("\r\n\r\n" + body);
    }

    @Test
    void anUnmodifiedMessageIsItsBytesEvenAfterALookAtItsContent() throws Exception {
        for (MimeMessageWrapper message : new MimeMessageWrapper[] {wrapper(), spooled()}) {
            assertThat(bytes(message)).isEqualTo(MESSAGE);
            assertThat(message.getSubject()).startsWith("caf\u00e9");
            assertThat(message.getContent()).isNotNull();
            assertThat(bytes(message)).isEqualTo(MESSAGE);
        }
    }

    @Test
    void aMessageOfTheSpoolIsItsBytesForEveryoneWhoAsks() throws Exception {
        SpooledMessage message = spooled();
        assertThat(written(message)).isEqualTo(MESSAGE);
        assertThat(message.getContent()).isNotNull();
        assertThat(written(message)).isEqualTo(MESSAGE);
        assertThat(message.getMessageInputStream().readAllBytes()).isEqualTo(MESSAGE);
        assertThat(message.getMessageSize()).isEqualTo(MESSAGE.length);
        assertThat(bytes(new MimeMessageWrapper(message))).isEqualTo(MESSAGE);
    }

    @Test
    void aNewHeaderLineLeavesTheOthersAlone() throws Exception {
        for (MimeMessageWrapper message : new MimeMessageWrapper[] {wrapper(), spooled()}) {
            message.setHeader("X-New", "yes");
            assertKeepsTheRest(bytes(message));
        }
        SpooledMessage spooled = spooled();
        spooled.setHeader("X-New", "yes");
        assertKeepsTheRest(written(spooled));
        assertThat(spooled.unmodifiedBody()).isEmpty();
    }

    @Test
    void aNewBodyLeavesTheHeaderBytesAlone() throws Exception {
        for (MimeMessageWrapper message : new MimeMessageWrapper[] {wrapper(), spooled()}) {
            message.setContent("new", "text/plain");
            message.saveChanges();
            String text = new String(bytes(message), StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .contains("Subject: caf\u00e9 \u00ff\r\n\tfolded\u0000\r\n")
                    .contains("Content-Type: text/plain")
                    .endsWith("\r\n\r\nnew");
        }
    }

    @Test
    void aBodyThatWasNotSavedIsSaved() throws Exception {
        for (MimeMessageWrapper message : new MimeMessageWrapper[] {wrapper(), spooled()}) {
            message.setText("new text");
            String text = new String(bytes(message), StandardCharsets.ISO_8859_1);
            assertThat(text).contains("MIME-Version: 1.0").endsWith("\r\n\r\nnew text");
        }
    }

    @Test
    void aMessageOfJavaMailKeepsItsBytes() throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(MESSAGE));
        message.addHeader("X-New", "yes");
        assertKeepsTheRest(bytes(message));
    }

    @Test
    void aHeaderOfUnicodeIsWrittenAsUtf8() throws Exception {
        SpooledMessage message = spooled();
        message.setHeader("X-New", "\u20ac\u00e9");
        assertThat(new String(bytes(message), StandardCharsets.UTF_8)).contains("X-New: \u20ac\u00e9\r\n");
    }

    @Test
    void oddMessagesStayAsTheyAre() throws Exception {
        Function<String, byte[]> latin = text -> text.getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] odd : new byte[][] {
            latin.apply(""),
            latin.apply("\r\n"),
            latin.apply("no colon\r\n\r\nbody"),
            latin.apply("\r\nbody only"),
            latin.apply("A: b"),
            latin.apply("A: b\r\n"),
            latin.apply("A: b\r\n\r\n")
        }) {
            StoredItem stored =
                    journal.add(new NewItem("q", 0, false, 5, 0, new byte[0]), new ByteArrayInputStream(odd));
            SpooledMessage message = new SpooledMessage(new SpooledBody(stored.id(), journal.read(stored)));
            assertThat(bytes(message)).isEqualTo(odd);
            assertThat(written(message)).isEqualTo(odd);
            message.dispose();
        }
    }
}
