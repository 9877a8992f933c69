// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderHoldTest {

    private static final TopFields FIELDS =
            header -> "Received: x\r\n" + MissingFields.of(header, "host.test").replaceAll("<.*>|Date: .*", "?");

    @Test
    void addsWhatIsMissing() throws IOException {
        assertThat(hold("Subject: a\r\n\r\nDate: in the text\r\n"))
                .isEqualTo("Received: x\r\nMessage-ID: ?\r\n?\r\nSubject: a\r\n\r\nDate: in the text\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Date: x\r\nMessage-ID: <y>\r\n\r\ntext",
                "DATE : x\r\nsubject: a\r\n folded\r\nmessage-id:\r\n <y>\r\n\r\n",
                "Subject: a\r\nno field\r\nDate: x\r\nMessage-Id: <y>\r\n",
                "From alice Mon Nov 23\r\nDate: x\r\nMessage-Id: <y>\r\n\r\n"
            })
    void addsNothingThatIsThere(String message) throws IOException {
        assertThat(hold(message)).isEqualTo("Received: x\r\n" + message);
    }

    @Test
    void isNotFooledByAFoldedLine() throws IOException {
        assertThat(hold("Subject: a\r\n Date: b\r\n\r\n")).contains("?\r\nSubject: a\r\n Date: b\r\n\r\n");
    }

    @Test
    void setsATextWithoutHeaderOff() throws IOException {
        assertThat(hold("hello\r\nworld\r\n")).endsWith("?\r\n\r\nhello\r\nworld\r\n");
        assertThat(hold("\r\nhello\r\n")).endsWith("?\r\n\r\nhello\r\n");
    }

    @Test
    void readsTheMessageId() throws IOException {
        HeaderHold hold = new HeaderHold(new ByteArrayOutputStream(), header -> "");
        hold.write(Unpooled.copiedBuffer("Message-ID:\r\n <a@b>\r\n\r\n", StandardCharsets.US_ASCII));
        assertThat(hold.messageId()).contains("<a@b>");
    }

    @Test
    void givesUpWaitingForTheEndOfAnEndlessHeader() throws IOException {
        String header = "X: y\r\n".repeat(100_000);
        assertThat(hold(header)).endsWith(header);
    }

    @Test
    void givesTheSameWhereverTheBytesAreCut() throws IOException {
        String message = "Subject: a\r\n\r\n\r\ntext\r\n\r\n";
        String whole = hold(message);
        for (int cut = 0; cut <= message.length(); cut++) {
            assertThat(hold(message.substring(0, cut), message.substring(cut))).isEqualTo(whole);
        }
    }

    private static String hold(String... pieces) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeaderHold hold = new HeaderHold(out, FIELDS);
        for (String piece : pieces) {
            hold.write(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
        }
        hold.finish();
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
