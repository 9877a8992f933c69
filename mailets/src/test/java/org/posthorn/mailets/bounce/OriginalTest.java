// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;

class OriginalTest {

    private static final String HEADER = "Received: from a\r\n\tby b; now\r\nSubject: note\r\n";

    @Test
    void aSmallMessageIsReturnedWholeByteForByte() throws Exception {
        String message = HEADER + "\r\nfirst\r\n\r\n\r\n.\r\nlast without an end";

        Original original = Original.of(message(message));

        assertThat(original.isWhole()).isTrue();
        assertThat(original.isEightBit()).isFalse();
        assertThat(text(original)).isEqualTo(message);
    }

    @Test
    void aMessageOfTheLimitIsReturnedWholeAndOneByteMoreIsNot() throws Exception {
        String start = HEADER + "\r\n";
        String largest = start + "x".repeat(Original.LIMIT - start.length());

        assertThat(text(Original.of(message(largest)))).isEqualTo(largest);
        Original tooLarge = Original.of(message(largest + "x"));
        assertThat(tooLarge.isWhole()).isFalse();
        assertThat(text(tooLarge)).isEqualTo(HEADER);
    }

    @Test
    void bytesOutsideAsciiStayAsTheyAre() throws Exception {
        String message = "Subject: gr\u00fc\u00dfe \u00ff\u0080\r\n\r\nna\u00efve\r\n";

        Original original = Original.of(message(message));

        assertThat(original.isEightBit()).isTrue();
        assertThat(text(original)).isEqualTo(message);
    }

    @Test
    void theHeaderKeepsItsBytesWhereTheMessageWouldWriteQuestionMarks() throws Exception {
        String message = "Subject: gr\u00fc\u00dfe\r\n\r\nbody\r\n";
        MimeMessage asciiWriter = new MimeMessage(session(), stream(message)) {
            @Override
            public void writeTo(OutputStream out) throws IOException, MessagingException {
                out.write("Subject: gr??e\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        };

        assertThat(text(Original.of(asciiWriter))).isEqualTo(message);
    }

    @Test
    void aBodyThatIsWrittenByteByByteIsTheSame() throws Exception {
        String message = HEADER + "\r\n\r\nbody\r\n";
        MimeMessage slowWriter = new MimeMessage(session(), stream(message)) {
            @Override
            public void writeTo(OutputStream out) throws IOException, MessagingException {
                for (byte octet : message.getBytes(StandardCharsets.ISO_8859_1)) {
                    out.write(octet);
                }
            }
        };

        assertThat(text(Original.of(slowWriter))).isEqualTo(message);
    }

    @Test
    void aHeaderBeyondTheLimitIsCutBetweenFields() throws Exception {
        String field = "X-Filler: " + "x".repeat(10_000) + "\r\n";

        Original original = Original.of(message("Subject: note\r\n" + field.repeat(6) + "\r\nbody\r\n"));

        assertThat(original.isWhole()).isFalse();
        assertThat(text(original)).isEqualTo("Subject: note\r\n" + field.repeat(4));
    }

    @Test
    void aMessageThatCannotBeReadIsAFailure() throws Exception {
        MimeMessage broken = new MimeMessage(session(), stream(HEADER + "\r\n")) {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThatThrownBy(() -> Original.of(broken))
                .isInstanceOf(MessagingException.class)
                .hasRootCauseMessage("the disk is gone");
    }

    @Test
    void aMessageThatAMailetChangedIsReturnedAsItIsNow() throws Exception {
        MimeMessage message = message(HEADER + "\r\nbody\r\n");
        message.setHeader("Subject", "changed");
        message.setText("new body\r\n");
        message.saveChanges();

        assertThat(text(Original.of(message))).contains("Subject: changed\r\n").endsWith("\r\n\r\nnew body\r\n");
    }

    private static MimeMessage message(String text) throws MessagingException {
        return new MimeMessage(session(), stream(text));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Session session() {
        return Session.getInstance(new Properties());
    }

    private static String text(Original original) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        original.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
