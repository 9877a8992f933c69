// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** The mail that warns a user. */
final class WarningText {

    private static final int KIBI = 1024;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private WarningText() {}

    static byte[] of(String owner, String postmaster, Figures figures, ZonedDateTime now) {
        String domain = postmaster.substring(postmaster.lastIndexOf('@') + 1);
        return String.format(
                        Locale.ROOT,
                        """
                        Date: %s
                        From: Postmaster <%s>
                        To: <%s>
                        Subject: Your mailbox is %d %% full
                        Message-ID: <%s@%s>
                        Auto-Submitted: auto-generated
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=us-ascii

                        Your mailbox %s is %d %% full: %d kB of %d kB are used.

                        Mail that does not fit any more is sent back to its sender. Please delete
                        what you do not need, and empty the trash folder.
                        """,
                        DATE.format(now.withZoneSameInstant(ZoneOffset.UTC)),
                        postmaster,
                        owner,
                        figures.percent(),
                        UUID.randomUUID(),
                        domain,
                        owner,
                        figures.percent(),
                        figures.bytes() / KIBI,
                        figures.byteLimit() / KIBI)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
