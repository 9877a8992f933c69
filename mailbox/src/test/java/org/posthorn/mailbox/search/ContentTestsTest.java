// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.apache.james.mailbox.model.SearchQuery.DateComparator;
import org.apache.james.mailbox.model.SearchQuery.DateOperator;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.mailbox.structure.MessageParser;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.Part;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.mailbox.structure.StoredContent;

class ContentTestsTest {

    @ParameterizedTest
    @CsvSource({
        "utf-8, utf-8",
        "iso-8859-15, iso-8859-15",
        "windows-1251, windows-1251",
        "big5, big5",
        "us-ascii, utf-8",
        "no-such-set, utf-8",
        "'', utf-8"
    })
    void textsAreReadInTheirCharset(String named, String real) throws Exception {
        String word = real.equals("windows-1251")
                ? "\u043f\u0440\u0438\u0432\u0435\u0442"
                : real.equals("big5") ? "\u4f60\u597d" : "\u00fcber";
        byte[] bytes = concat(
                ("Content-Type: text/plain; charset=\"" + named + "\"\r\n\r\n").getBytes(StandardCharsets.US_ASCII),
                ("say " + word + " now").getBytes(Charset.forName(real)));

        assertThat(ContentTests.body(word + " now").matches(content(bytes))).isTrue();
    }

    @Test
    void base64ThatIsNoneIsAnEmptyTextAndNoFault() throws Exception {
        for (String body : List.of("=", "!!!!=a=\nQUJD=", "Q", "\u00ff\u00ff\u00ff=")) {
            assertThat(ContentTests.body("banana").matches(content("Content-Transfer-Encoding: base64\n\n" + body)))
                    .as(body)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base64|YmFuYW5h",
                "base64|YmFu~  YW5h",
                "base64|YmFuYW5h===garbage",
                "BASE64|YmFuYW5h",
                "quoted-printable|ban=~ana",
                "quoted-printable|b=61nana",
                "quoted-printable|=ZZ banana",
                "x-unknown|banana",
                "8bit|banana"
            })
    void transferEncodingsAreUndone(String encoding, String body) throws Exception {
        assertThat(ContentTests.body("Banana")
                        .matches(content("Content-Transfer-Encoding: " + encoding + "\n\n" + body.replace("~", "\n"))))
                .isTrue();
    }

    @Test
    void embeddedMessagesBelongToTheBody() throws Exception {
        StoredContent content = content("Subject: outer\n"
                + "Content-Type: multipart/mixed; boundary=b\n\n"
                + "--b\n"
                + "Content-Type: message/rfc822\n\n"
                + "Subject: =?utf-8?q?inn=C3=A4r?=\n\n"
                + "deep text\n"
                + "--b\n"
                + "Content-Type: image/png\n\n"
                + "hidden\n"
                + "--b--\n");

        assertThat(ContentTests.body("innär").matches(content)).isTrue();
        assertThat(ContentTests.body("deep text").matches(content)).isTrue();
        assertThat(ContentTests.body("outer").matches(content)).isFalse();
        assertThat(ContentTests.text("outer").matches(content)).isTrue();
        assertThat(ContentTests.body("hidden").matches(content)).isFalse();
        assertThat(ContentTests.header("subject", "innär").matches(content)).isFalse();
    }

    @Test
    void headerBeyondItsStoredPartIsLookedInto() throws Exception {
        StoredContent content = content("X-Long: " + "x".repeat(300_000) + "\nX-Late: here\n\nbody");

        assertThat(ContentTests.header("X-Late", "HERE").matches(content)).isTrue();
        assertThat(ContentTests.headerExists("x-late").matches(content)).isTrue();
        assertThat(ContentTests.header("X-Late", "there").matches(content)).isFalse();
    }

    @Test
    void datesOfOtherHeadersAreRead() throws Exception {
        StoredContent content = content("Resent-Date: Tue, 1 Jul 2003 23:30:00 -0500\nX-Bad: nonsense\n\n");
        Date day = new Date(1_057_017_600_000L);

        assertThat(date("resent-date", DateComparator.ON, day, DateResolution.Day)
                        .matches(content))
                .isTrue();
        assertThat(date("resent-date", DateComparator.AFTER, day, DateResolution.Second)
                        .matches(content))
                .isTrue();
        assertThat(date("X-Bad", DateComparator.AFTER, day, DateResolution.Day).matches(content))
                .isFalse();
        assertThat(date("X-None", DateComparator.BEFORE, day, DateResolution.Day)
                        .matches(content))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Disposition: attachment|true",
                "Content-Disposition: inline; filename=a.png|false",
                "Content-Type: application/pdf; name=a.pdf|true",
                "Content-Type: application/pdf|false",
                "Content-Type: text/plain; name=a.txt|false",
                "Content-Type: image/png; name=a.png~Content-ID: <a>|false",
                "Content-Type: message/rfc822~Content-Disposition: attachment; filename=a.eml|true"
            })
    void attachmentsAreWhatSaysSoOrHasAName(String header, boolean expected) throws Exception {
        StoredContent content = content(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + header.replace("~", "\n") + "\n\nx\n--b--\n");

        assertThat(ContentTests.hasAttachment().matches(content)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename=plain.txt|plain.txt",
                "attachment; filename=\"with space.txt\"|with space.txt",
                "attachment; filename*=utf-8''%C3%A4.txt|\u00e4.txt",
                "attachment; filename*0=one; filename*1=two|onetwo",
                "attachment; filename=\"=?utf-8?q?=C3=A4=2Etxt?=\"|\u00e4.txt"
            })
    void namesOfFilesAreDecoded(String disposition, String name) throws Exception {
        StoredContent content = content("Content-Disposition: " + disposition + "\n\nx");

        assertThat(ContentTests.attachmentName(name).matches(content)).isTrue();
        assertThat(ContentTests.attachmentName("other").matches(content)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename*=''%ZZ",
                "attachment; filename*=%",
                "attachment; filename*1*=x'y",
                "attachment; filename*x=y"
            })
    void brokenNamesOfFilesAreNoFailure(String disposition) throws Exception {
        StoredContent content = content("Content-Disposition: " + disposition + "\n\nx");

        assertThat(ContentTests.attachmentName("other").matches(content)).isFalse();
        assertThat(ContentTests.hasAttachment().matches(content)).isTrue();
    }

    private static ContentTest date(String name, DateComparator comparator, Date date, DateResolution resolution) {
        return ContentTests.headerDate(name, new DateOperator(comparator, date, resolution));
    }

    private static StoredContent content(String text) throws IOException {
        return content(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static StoredContent content(byte[] bytes) throws IOException {
        ParsedMessage parsed = MessageParser.parse(RawMessage.of(bytes));
        return new StoredContent() {
            @Override
            public byte[] header() {
                return parsed.header();
            }

            @Override
            public Part structure() {
                return parsed.structure();
            }

            @Override
            public InputStream openRange(long from, long to) {
                return new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) from, (int) to));
            }
        };
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
