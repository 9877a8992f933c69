// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.util.LinkedHashMap;
import java.util.Map;

/** Mails that nobody should write and somebody sends: one character is one byte, and every line ends with CRLF. */
final class RawMail {

    private static final String FROM = "From: X <x@outside.test>\r\nTo: somebody\r\n";
    private static final String MIME = "MIME-Version: 1.0\r\n";

    private RawMail() {}

    /** The mails by what is wrong with them; each still lacks the field that tells it from others. */
    static Map<String, String> bad() {
        Map<String, String> mails = new LinkedHashMap<>();
        mails.put("10,000 parts", FROM + parts(10_000));
        mails.put("2,000 levels of multiparts", FROM + levels(2_000));
        mails.put(
                "2,000 messages in each other",
                FROM + MIME + "Content-Type: message/rfc822\r\n\r\nSubject: n\r\n".repeat(2_000) + "\r\ninner\r\n");
        mails.put("a line of 1 MB in the header", FROM + "X-Long: " + "y".repeat(1_000_000) + "\r\n\r\nbody\r\n");
        mails.put("a subject of 1 MB", FROM + "Subject: " + "y".repeat(1_000_000) + "\r\n\r\nbody\r\n");
        mails.put("100,000 recipients in To", "To: " + "a@b.test, ".repeat(100_000) + "z@b.test\r\n\r\nbody\r\n");
        mails.put("100,000 fields", FROM + "X-Field: v\r\n".repeat(100_000) + "\r\nbody\r\n");
        mails.put(
                "8-bit in the header",
                "From: \"Gr\u00fc\u00dfe\" <x@outside.test>\r\nTo: \u00ff\u00fe\r\nSubject: \u00e4 \u0080\u0081\r\n"
                        + "X-\u00e4\u00f6: v\r\n: no name\r\n\r\n\u00ff\u0080\r\n");
        mails.put(
                "NUL and other controls",
                FROM + "Subject: a\0b\0\1\2\7\b\t\u001b\u007f\r\nCc: \0@\0\r\n\r\nbo\0dy\0\1\u001b\r\n");
        mails.put("no header", "there is no field in this line\r\nnor here\r\n");
        mails.put("a header and nothing else", FROM);
        mails.put(
                "a charset and an encoding that do not exist",
                FROM + MIME + "Content-Type: text/plain; charset=\"no-such-\u00ff charset\"\r\n"
                        + "Content-Transfer-Encoding: x-unknown\r\n\r\nsome=ZZ text\r\n");
        mails.put(
                "broken base64",
                FROM + MIME + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + "!!!!\u00ff\u00ff=a=\r\nQUJD=\r\n");
        mails.put(
                "broken encoded words",
                "From: =?no-such?Q?=FF?= <x@outside.test>\r\nSubject: =?utf-8?B?!!!?= =?utf-8?Q?=F0=28=8C?="
                        + " =?iso-2022-jp?B?GyRC?= =?utf-8?X?abc?=\r\nTo: <,@;:>, undisclosed:;\r\n"
                        + "Date: yesterday\r\n\r\nb\r\n");
        mails.put("a multipart without a boundary", FROM + MIME + "Content-Type: multipart/mixed\r\n\r\ntext\r\n");
        mails.put(
                "types and dispositions that are none",
                FROM + MIME + "Content-Type: ;;;=\"\"/\r\nContent-Disposition: \u00ff; filename*=utf-8''%ZZ;"
                        + " filename*0=\"\r\n\r\nx\r\n");
        mails.put(
                "quotes and braces",
                "From: \"\\\"\\\\\" <\"a b\"@outside.test>\r\nSubject: \"{5}\r\nMessage-ID: <\"a\\\"{3}\">\r\n"
                        + "To: \"" + "\\".repeat(999) + "\" <a@b>\r\n\r\nx\r\n");
        mails.put("a line of 5 MB", FROM + "\r\n" + "z".repeat(5_000_000) + "\r\n");
        return mails;
    }

    /** A mail of a little more than this many bytes. */
    static String ofSize(int bytes) {
        return FROM + "\r\n" + (("0123456789".repeat(7) + "\r\n").repeat(bytes / 72));
    }

    private static String parts(int count) {
        String part = "--b\r\nContent-Type: text/plain\r\n\r\npart\r\n";
        return MIME + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(count) + "--b--\r\n";
    }

    private static String levels(int count) {
        StringBuilder text = new StringBuilder(MIME + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (int i = 0; i < count; i++) {
            text.append("--b")
                    .append(i)
                    .append("\r\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\r\n\r\n");
        }
        return text + "deep\r\n";
    }
}
