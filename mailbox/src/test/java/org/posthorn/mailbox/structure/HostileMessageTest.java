// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileMessageTest {

    @Test
    void everyOfTenThousandPartsIsFound() throws IOException {
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
        for (int i = 1; i <= 10_000; i++) {
            text.append("--b\nContent-Type: text/plain; name=part")
                    .append(i)
                    .append("\n\npart ")
                    .append(i)
                    .append('\n');
        }
        Part root = Corpus.parse(text.append("--b--\n").toString()).structure();

        assertThat(root.children()).hasSize(10_000);
        assertThat(root.find(10_000).orElseThrow().content().parameters()).containsEntry("name", "part10000");
        assertThat(StructureCodec.decode(StructureCodec.encode(root))).isEqualTo(root);
    }

    @Test
    void partsBeyondTheLimitStayInTheLastOne() {
        String parts = "--b\n\n".repeat(MessageScanner.MAX_PARTS + 50);
        ParsedMessage parsed = Corpus.parse("Content-Type: multipart/mixed; boundary=b\n\n" + parts + "--b--\n");

        assertThat(parsed.structure().children()).hasSize(MessageScanner.MAX_PARTS - 1);
        assertThat(parsed.structure().end()).isEqualTo(parsed.size());
    }

    @Test
    void depthOfMultipartsIsBounded() throws IOException {
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("--b")
                    .append(i)
                    .append("\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\n\n");
        }
        Part root = Corpus.parse(text.toString()).structure();

        assertThat(depth(root)).isEqualTo(MessageScanner.MAX_DEPTH);
        assertThat(StructureCodec.decode(StructureCodec.encode(root))).isEqualTo(root);
    }

    @Test
    void depthOfMessagesIsBounded() {
        Part root =
                Corpus.parse("Content-Type: message/rfc822\n\n".repeat(5_000)).structure();

        assertThat(depth(root)).isEqualTo(MessageScanner.MAX_DEPTH);
    }

    @Test
    void oneMegabyteHeaderLineIsCutAndWhatFollowsIsFound() {
        String line = "X".repeat(1_000_000);
        ParsedMessage parsed = Corpus.parse("Subject: " + line + "\nX-Filler: " + line + "\nFrom: joe@example.org\n"
                + "Content-Type: text/html\n\nbody\n");

        assertThat(parsed.header()).hasSize(ParsedMessage.HEADER_LIMIT);
        assertThat(parsed.headerSize()).isGreaterThan(2_000_000);
        assertThat(parsed.text().subject()).hasSize(65_000);
        assertThat(parsed.text().from()).isEqualTo("joe@example.org");
        assertThat(parsed.structure().content().subtype()).isEqualTo("html");
        assertThat(parsed.bodyLines()).isEqualTo(1);
    }

    @Test
    void hugeBodyLineIsBody() {
        ParsedMessage parsed = Corpus.parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                + "x".repeat(1_000_000) + "\n--b\n\n" + "--x".repeat(100_000) + "\n--b--\n");

        assertThat(parsed.structure().children()).hasSize(2);
        assertThat(parsed.structure().find(1).orElseThrow().bodySize()).isEqualTo(1_000_000);
        assertThat(parsed.structure().find(2).orElseThrow().bodySize()).isEqualTo(300_000);
    }

    @Test
    void thousandsOfRecipientsAreKept() {
        StringBuilder text = new StringBuilder("To: first@example.org");
        for (int i = 0; i < 5_000; i++) {
            text.append(",\n user").append(i).append("@example.org");
        }
        Part root = Corpus.parse(text + "\n\n").structure();

        assertThat(root.envelope().orElseThrow().to()).hasSize(5_001);
    }

    @Test
    void nulAndBytesBeyondAsciiAreRead() {
        byte[] bytes =
                "Subject: a\0b \u00e4\u00f6\r\nFrom: J\u00f6rg <j@x.org>\r\nContent-Type: text/\0plain\r\n\r\n\0\0"
                        .getBytes(StandardCharsets.ISO_8859_1);
        ParsedMessage latin = Corpus.parse(bytes);
        ParsedMessage utf8 = Corpus.parse("Subject: \u00e4\u20ac\ud83d\ude00\n\n");

        assertThat(latin.text().subject()).isEqualTo("ab \u00e4\u00f6");
        assertThat(latin.text().from()).isEqualTo("J\u00f6rg <j@x.org>");
        assertThat(latin.size()).isEqualTo(bytes.length);
        assertThat(utf8.text().subject()).isEqualTo("\u00e4\u20ac\ud83d\ude00");
    }

    @Test
    void noHeaderIsAMessage() {
        assertThat(Corpus.parse("").size()).isZero();
        assertThat(Corpus.parse("\n").headerSize()).isEqualTo(2);
        assertThat(Corpus.parse("no field at all").headerSize()).isEqualTo(15);
        assertThat(Corpus.parse("From joe Mon Jan 1 00:00:00 2001\nSubject: mbox\n\n")
                        .text()
                        .subject())
                .isEqualTo("mbox");
    }

    @Test
    void bytesKeptOfHeadersAreBoundedForAllPartsTogether() {
        String part = "--b\nContent-Description: " + "d".repeat(16_000) + "\n\n";
        Part root = Corpus.parse("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(1_000))
                .structure();

        assertThat(StructureCodec.encode(root)).hasSizeLessThan(3_000_000);
    }

    @Test
    void noiseIsReadWithoutFailure() throws IOException {
        Random random = new Random(4711);
        String[] words = {
            "--b",
            "--",
            "\r\n",
            "\n",
            "\r",
            " ",
            "Content-Type:",
            "multipart/",
            "mixed",
            "digest;",
            "boundary=",
            "b",
            "\"",
            "(",
            ")",
            "message/rfc822",
            "text/plain",
            "\0",
            "=?",
            "?=",
            "utf-8?q?",
            "<",
            ">",
            "@",
            ",",
            ";",
            ":",
            "From:",
            "Date:",
            "[",
            "]",
            "\\",
            "\u00ff"
        };
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(120); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            ParsedMessage parsed = Corpus.parse(bytes);
            assertThat(parsed.size()).isEqualTo(bytes.length);
            assertInside(parsed.structure(), 0, bytes.length);
            assertThat(StructureCodec.decode(StructureCodec.encode(parsed.structure())))
                    .isEqualTo(parsed.structure());
        }
    }

    @Test
    void aMessageLargerThanAnyArrayIsReadInPassing() throws IOException {
        byte[] header = "Subject: big\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] block = "0123456789\r\n".repeat(8192).getBytes(StandardCharsets.US_ASCII);
        int blocks = 22_000;
        long size = header.length + (long) block.length * blocks;
        RawMessage big = new RawMessage() {
            @Override
            public InputStream open() {
                var body = Stream.generate(() -> (InputStream) new ByteArrayInputStream(block))
                        .limit(blocks)
                        .iterator();
                return new SequenceInputStream(
                        new ByteArrayInputStream(header), new SequenceInputStream(enumeration(body)));
            }

            @Override
            public long size() {
                return size;
            }
        };

        ParsedMessage parsed = MessageParser.parse(big);
        assertThat(parsed.size()).isEqualTo(size).isGreaterThan(Integer.MAX_VALUE);
        assertThat(parsed.bodyLines()).isEqualTo(8192L * blocks);
        assertThat(StructureCodec.decode(StructureCodec.encode(parsed.structure())))
                .isEqualTo(parsed.structure());
    }

    /** Each of these is read in milliseconds; reading that grows with the square of the size would take minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: a\n",
                "Subject: [a][a]",
                "Subject: =?a?q?x",
                "From: <@",
                "From: (",
                "To: \"\\",
                "Cc: a:;",
                "Content-Type: text/plain;(",
                "References: <",
                "Subject: [fwd: ",
                "Date: 1 :",
                "Content-Type: message/rfc822\n\n",
                "--b\n",
                "Content-Disposition: a;x=\""
            })
    void fieldsOfManyPiecesAreReadInOneGo(String piece) {
        int colon = piece.indexOf(": ") + 2;
        String body = piece.endsWith("\n") ? piece : piece.substring(colon);
        String start = piece.endsWith("\n") ? "" : piece.substring(0, colon);

        assertThat(Corpus.parse(start + body.repeat(2_000_000 / body.length())).size())
                .isPositive();
    }

    @Test
    void aBrokenStreamIsReported() {
        RawMessage broken = new RawMessage() {
            @Override
            public InputStream open() {
                return new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }
                };
            }

            @Override
            public long size() {
                return 10;
            }
        };

        assertThatThrownBy(() -> MessageParser.parse(broken)).isInstanceOf(IOException.class);
    }

    private static Enumeration<InputStream> enumeration(Iterator<InputStream> streams) {
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return streams.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return streams.next();
            }
        };
    }

    private static void assertInside(Part part, long from, long to) {
        assertThat(part.headerStart()).isGreaterThanOrEqualTo(from);
        assertThat(part.bodyStart()).isBetween(part.headerStart(), part.end());
        assertThat(part.end()).isLessThanOrEqualTo(to);
        assertThat(part.lines()).isNotNegative();
        long place = part.bodyStart();
        for (Part child : part.children()) {
            assertInside(child, place, part.end());
            place = child.end();
        }
    }

    private static int depth(Part part) {
        return part.children().stream()
                .mapToInt(HostileMessageTest::depth)
                .map(depth -> depth + 1)
                .max()
                .orElse(0);
    }
}
