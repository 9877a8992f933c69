// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageParserTest {

    @ParameterizedTest
    @EnumSource(Corpus.class)
    void headerAndSizesAreThoseOfTheBytes(Corpus message) {
        byte[] bytes = message.bytes();
        ParsedMessage parsed = message.parsed();

        String text = Corpus.text(bytes, 0, bytes.length);
        int body = text.indexOf("\r\n\r\n") + 4;
        assertThat(parsed.size()).isEqualTo(bytes.length);
        assertThat(parsed.headerSize()).isEqualTo(body);
        assertThat(new String(parsed.header(), StandardCharsets.ISO_8859_1)).isEqualTo(text.substring(0, body));
        assertThat(parsed.bodyLines())
                .isEqualTo(text.substring(body)
                        .chars()
                        .filter(letter -> letter == '\n')
                        .count());
    }

    @Test
    void placesOfPartsAreThoseOfTheBytes() {
        byte[] bytes = Corpus.ALTERNATIVE.bytes();
        Part root = Corpus.ALTERNATIVE.parsed().structure();

        Part plain = root.find(1).orElseThrow();
        Part html = root.find(2).orElseThrow();
        assertThat(Corpus.text(bytes, plain.headerStart(), plain.bodyStart()))
                .isEqualTo("Content-Type: text/plain; charset=UTF-8; format=flowed\r\n\r\n");
        assertThat(Corpus.text(bytes, plain.bodyStart(), plain.end())).isEqualTo("plain\r\ntext");
        assertThat(plain.lines()).isEqualTo(1);
        assertThat(Corpus.text(bytes, html.bodyStart(), html.end())).isEqualTo("<p>=C3=A4</p>");
        assertThat(html.content().encoding()).isEqualTo("quoted-printable");
        assertThat(root.find(3)).isEmpty();
        assertThat(root.find(1, 1)).isEmpty();
    }

    @Test
    void partsOfAnEmbeddedMessageAreNumberedBelowIt() {
        byte[] bytes = Corpus.MESSAGE_INSIDE.bytes();
        Part root = Corpus.MESSAGE_INSIDE.parsed().structure();

        Part message = root.find(2).orElseThrow();
        Part inner = message.children().get(0);
        assertThat(message.isMessage()).isTrue();
        assertThat(Corpus.text(bytes, inner.headerStart(), inner.bodyStart()))
                .startsWith("Date: Tue,")
                .endsWith("boundary=c\r\n\r\n");
        Part first = root.find(2, 1).orElseThrow();
        assertThat(Corpus.text(bytes, first.bodyStart(), first.end())).isEqualTo("first");
        Envelope envelope = inner.envelope().orElseThrow();
        assertThat(envelope.subject()).contains("inner");
        assertThat(envelope.from().get(0).name()).contains("Doe, Joe");
        assertThat(envelope.sender()).isEqualTo(envelope.from());
        assertThat(envelope.to()).hasSize(2);
        assertThat(envelope.inReplyTo()).contains("<0@example.org>");
    }

    @Test
    void partOneOfAMessageWithoutPartsIsItsBody() {
        assertThat(Corpus.PLAIN.parsed().structure().find(1))
                .contains(Corpus.PLAIN.parsed().structure());
        assertThat(Corpus.PLAIN.parsed().structure().find(2)).isEmpty();
        assertThat(Corpus.PLAIN.parsed().structure().find()).isEmpty();

        byte[] bytes = Corpus.MESSAGE_ALONE.bytes();
        Part text = Corpus.MESSAGE_ALONE.parsed().structure().find(1, 1).orElseThrow();
        assertThat(Corpus.text(bytes, text.bodyStart(), text.end())).isEqualTo("hello\r\nworld\r\n");
    }

    @Test
    void multipartWithoutPartsHasAnEmptyOne() {
        Part root = Corpus.parse("Content-Type: multipart/mixed; boundary=b\n\nnothing\n")
                .structure();

        assertThat(root.children()).hasSize(1);
        assertThat(root.children().get(0).bodySize()).isZero();
        assertThat(root.children().get(0).content().is("text", "plain")).isTrue();
    }

    @Test
    void multipartWithoutABoundaryIsText() {
        Part root = Corpus.parse("Content-Type: multipart/mixed\n\nhello\n").structure();

        assertThat(root.content().is("text", "plain")).isTrue();
        assertThat(root.children()).isEmpty();
    }

    @Test
    void encodedMessageIsNotLookedInto() {
        Part root = Corpus.parse(
                        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogaGkKCg==\n")
                .structure();

        assertThat(root.isMessage()).isTrue();
        assertThat(root.children()).hasSize(1);
        assertThat(root.children().get(0).envelope()).contains(Envelope.EMPTY);
    }

    @Test
    void lineFeedsAloneEndLinesToo() throws IOException {
        byte[] bytes = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\ntwo\n--b--\n"
                .getBytes(StandardCharsets.UTF_8);

        Part part =
                MessageParser.parse(RawMessage.of(bytes)).structure().find(1).orElseThrow();
        assertThat(Corpus.text(bytes, part.bodyStart(), part.end())).isEqualTo("one\ntwo");
    }

    @Test
    void textsForSearchAreDecoded() {
        HeaderText text = Corpus.parse("Subject: Re: [list] =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\n"
                        + "From: =?iso-8859-1?q?J=F6rg?= <joerg@example.org>\nTo: list: a@x.org, \"B, C\" <b@x.org>;, d@x.org\n"
                        + "To: e@x.org\nCc: undisclosed-recipients:;\n\n")
                .text();

        assertThat(text.subject()).isEqualTo("Re: [list] Grüße");
        assertThat(text.baseSubject()).isEqualTo("Grüße");
        assertThat(text.from()).isEqualTo("Jörg <joerg@example.org>");
        assertThat(text.fromMailbox()).isEqualTo("joerg");
        assertThat(text.to()).isEqualTo("list: a@x.org, B, C <b@x.org>;, d@x.org, e@x.org");
        assertThat(text.cc()).isEqualTo("undisclosed-recipients: ;");
        assertThat(text.bcc()).isEmpty();
    }

    @Test
    void dateHasItsInstantAndItsDayAsWritten() {
        ParsedMessage parsed = Corpus.parse("Date: Tue, 1 Jul 2003 00:52:37 +0200 (CEST)\n\n");

        assertThat(parsed.sent())
                .contains(new SentDate(Instant.parse("2003-06-30T22:52:37Z"), LocalDate.of(2003, 7, 1)));
        assertThat(Corpus.parse("Date: yesterday\n\n").sent()).isEmpty();
        assertThat(Corpus.parse("Subject: x\n\n").sent()).isEmpty();
    }

    @Test
    void threadFieldsAreIds() {
        ThreadFields thread = Corpus.parse("Message-ID: <1@x> (really)\nIn-Reply-To: your mail of <0@x>\n"
                        + "References: <a@x>\n <b@x><c@x> junk <\n\n")
                .thread();

        assertThat(thread.messageId()).contains("<1@x>");
        assertThat(thread.inReplyTo()).containsExactly("<0@x>");
        assertThat(thread.references()).containsExactly("<a@x>", "<b@x>", "<c@x>");
        assertThat(Corpus.parse("Message-ID: broken\n\n").thread().messageId()).isEqualTo(Optional.empty());
    }

    @Test
    void messageInAFileIsReadAsOneInMemory(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("message");
        Files.write(file, Corpus.NESTED.bytes());

        assertThat(MessageParser.parse(RawMessage.of(file)).structure())
                .isEqualTo(Corpus.NESTED.parsed().structure());
    }

    @ParameterizedTest
    @EnumSource(Corpus.class)
    void piecesInWhichTheBytesComeDoNotMatter(Corpus message) throws IOException {
        Part whole = message.parsed().structure();
        RawMessage slow = new RawMessage() {
            @Override
            public InputStream open() {
                return new OneByteAtATime(message.bytes());
            }

            @Override
            public long size() {
                return message.bytes().length;
            }
        };

        assertThat(MessageParser.parse(slow).structure()).isEqualTo(whole);
    }

    private static final class OneByteAtATime extends ByteArrayInputStream {

        OneByteAtATime(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1));
        }
    }
}
