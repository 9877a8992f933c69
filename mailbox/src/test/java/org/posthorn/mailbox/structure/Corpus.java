// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Messages of many shapes; every line ends with CR LF. */
enum Corpus {
    PLAIN("From: Joe <joe@example.org>\nTo: ann@example.org\nSubject: hi\n\none\ntwo\n"),
    NO_TEXT_TYPE("Subject: hi\nContent-Type: text/html; charset=utf-8\n\n<p>one</p>\n"),
    NO_BODY("Subject: hi\n\n"),
    LAST_LINE_OPEN("Subject: hi\n\none\ntwo"),
    ALTERNATIVE("Subject: hi\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"=_b 1\"\n\npreamble\n"
            + "--=_b 1\nContent-Type: text/plain; charset=UTF-8; format=flowed\n\nplain\ntext\n"
            + "--=_b 1\nContent-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            + "<p>=C3=A4</p>\n--=_b 1--\nepilogue\n"),
    NESTED("Subject: hi\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\n"
            + "Content-Type: multipart/related; boundary=inner\n\n--inner\nContent-Type: text/html\n\n<img>\n"
            + "--inner\nContent-Type: image/gif; name=a.gif\nContent-ID: <a@b>\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: inline; filename=a.gif\nContent-Location: (here) \"http://example.org/\n a.gif\"\n"
            + "Content-Language: en, de-DE (really)\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\nContent-Description: a picture\n\n"
            + "R0lGODlhAQABAAAAACw=\n--inner--\n--outer\nContent-Type: application/pdf\n\nxyz\n--outer--\n"),
    MESSAGE_INSIDE(
            "Subject: outer\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\n"
                    + "Date: Tue, 1 Jul 2003 10:52:37 +0200\nFrom: \"Doe, Joe\" <joe@example.org>\nTo: ann@example.org, Bob <bob@example.org>\n"
                    + "Subject: inner\nMessage-ID: <1@example.org>\nIn-Reply-To: <0@example.org>\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nfirst\n"
                    + "--c\nContent-Type: text/html\n\n<b>second</b>\n--c--\n--b--\n"),
    MESSAGE_ALONE(
            "Subject: outer\nContent-Type: message/rfc822\n\nSubject: inner\nFrom: joe@example.org\n\nhello\nworld\n"),
    MESSAGE_IN_MESSAGE(
            "Subject: 1\nContent-Type: message/rfc822\n\nSubject: 2\nContent-Type: message/rfc822\n\nSubject: 3\n\nend\n"),
    DIGEST(
            "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\nbody one\n--d\n\nSubject: two\n\nbody two\n"
                    + "--d\nContent-Type: text/plain\n\nno message\n--d--\n"),
    REPORT("Content-Type: multipart/report; report-type=delivery-status; boundary=\"r\"\n\n--r\n\nfailed\n--r\n"
            + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\n--r\nContent-Type: text/rfc822-headers\n\n"
            + "Subject: hi\n\n--r--\n"),
    EMPTY_PARTS("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\nContent-Type: text/html\n\n--b--\n"),
    BOUNDARY_AT_THE_END("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n"),
    BOUNDARY_CUT_SHORT("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b"),
    NO_END("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n"),
    FALSE_BOUNDARIES(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--bc\n-- b\n--\nx --b\n--b\n\ntwo\n--b--\n--b\nepilogue\n"),
    INNER_NOT_ENDED(
            "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--o\n\ntwo\n--o--\n"),
    FOLDED_AND_COMMENTED(
            "Content-Type: multipart/mixed (a comment);\n boundary =\n\t\"b\\\"x\" ; x=y (z)\n\n--b\"x\nContent-type: TEXT/Plain ; CharSet=\"ISO-8859-1\"\n"
                    + "Content-Transfer-Encoding: 8BIT\n\none\n--b\"x--\n");

    private final String text;

    Corpus(String text) {
        this.text = text.replace("\n", "\r\n");
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    ParsedMessage parsed() {
        return parse(bytes());
    }

    static Stream<Corpus> all() {
        return Arrays.stream(values());
    }

    static ParsedMessage parse(String text) {
        return parse(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    static ParsedMessage parse(byte[] bytes) {
        try {
            return MessageParser.parse(RawMessage.of(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(byte[] bytes, long from, long to) {
        return new String(bytes, (int) from, (int) (to - from), StandardCharsets.ISO_8859_1);
    }
}
