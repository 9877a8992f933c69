// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Ordinary mails: the fields that every mail has, and a text of words. The same ones in every run. */
final class Letters {

    private static final String[] WORDS =
            ("the meeting of tuesday was moved to friday please bring figures for last month and"
                            + " let me know if there is anything else we should talk about before the holidays begin thank you")
                    .split(" ", -1);

    private final Random random = new Random(1);
    private int count;

    /** A mail of about this many bytes; its subject holds its number as a word of its own, {@code n17}. */
    byte[] next(int bytes) {
        int number = count++;
        StringBuilder mail = new StringBuilder(bytes + 100);
        mail.append(String.format(
                Locale.ROOT,
                "Return-Path: <writer%1$d@outside.test>\r\nReceived: from mx.outside.test (mx.outside.test [192.0.2.1])\r\n"
                        + " by mail.size.test with ESMTPS id %1$08x; Mon, 23 Nov 2026 12:%2$02d:%3$02d +0000\r\n"
                        + "From: Writer %1$d <writer%1$d@outside.test>\r\nTo: Reader <reader@size.test>\r\n"
                        + "Subject: %4$s %5$s n%1$d\r\nDate: Mon, 23 Nov 2026 12:%2$02d:%3$02d +0000\r\n"
                        + "Message-ID: <%6$x.%1$d@outside.test>\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n",
                number,
                number / 60 % 60,
                number % 60,
                word(),
                word(),
                random.nextLong()));
        while (mail.length() < bytes) {
            mail.append(word()).append(random.nextInt(12) == 0 ? "\r\n" : " ");
        }
        return mail.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
