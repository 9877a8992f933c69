// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MailImpl;
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

class HeaderEditTest {

    private static final String BODY = "\r\n\r\nX-Spam-Flag: in the text\r\n\u0000\u00ff\n.\r\n";

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

    private MailImpl spooled(String message) throws Exception {
        StoredItem stored = journal.add(
                new NewItem("q", 0, false, 5, 0, new byte[0]),
                new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
        MailImpl mail = MailImpl.builder().name("m").build();
        mail.setMessageNoCopy(new SpooledMessage(new SpooledBody(stored.id(), journal.read(stored))));
        return mail;
    }

    private static MailImpl copied(String message) throws Exception {
        MailImpl mail = MailImpl.builder().name("m").build();
        mail.setMessageNoCopy(new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                "x", new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)))));
        return mail;
    }

    private static String text(MailImpl mail) throws Exception {
        return text(mail.getMessage());
    }

    private static String text(MimeMessage message) throws Exception {
        try (InputStream in = MessageBytes.open(message)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(((MimeMessageWrapper) message).getMessageSize()).isEqualTo(text.length());
            return text;
        }
    }

    private static HeaderEdit spam() {
        return new HeaderEdit()
                .remove(name -> name.startsWith("x-spam-"))
                .add("X-Spam-Flag", "YES")
                .add("X-Spam-Level", "")
                .rewrite("Subject", old -> " [spam]" + old, "[spam]");
    }

    private String edited(String message) throws Exception {
        MailImpl mail = spooled(message);
        spam().apply(mail);
        String text = text(mail);
        MailImpl copy = copied(message);
        spam().apply(copy);
        assertThat(text(copy)).isEqualTo(text);
        mail.dispose();
        copy.dispose();
        return text;
    }

    private static final String TOP = "X-Spam-Flag: YES\r\nX-Spam-Level:\r\n";

    @Test
    void newFieldsStandOnTopInTheirOrderAndTheRestIsUntouched() throws Exception {
        String rest =
                "Received: from a\r\n\tby b; \u00e9\u00ff\r\nFrom : x\r\nno colon here\r\nX-Bare: a\rb\u0000c\r\n";
        assertThat(edited(rest + "Subject:  old" + BODY)).isEqualTo(TOP + rest + "Subject: [spam]  old" + BODY);
    }

    @Test
    void forgedFieldsGoWhateverTheyLookLike() throws Exception {
        assertThat(edited("X-Spam-Flag: NO\r\nx-SPAM-status : No\r\n \tfolded\r\n: no name\r\nA: b\r\nodd\r\n"
                        + "X-Spam-Level:\r\nX-Spam: stays\r\nSubject: s\r\nX-Spam-Score: -5" + BODY))
                .isEqualTo(TOP + ": no name\r\nA: b\r\nodd\r\nX-Spam: stays\r\nSubject: [spam] s" + BODY);
    }

    @Test
    void everySubjectIsWrittenAnewAndOneThatIsMissingIsAdded() throws Exception {
        assertThat(edited("Subject: one\r\n two\r\nSUBJECT:three" + BODY))
                .isEqualTo(TOP + "Subject: [spam] one\r\n two\r\nSUBJECT: [spam]three" + BODY);
        assertThat(edited("A: b" + BODY)).isEqualTo(TOP + "Subject: [spam]\r\nA: b" + BODY);
    }

    @Test
    void headersWithoutAnEndAndBodiesWithoutAHeaderAreEditedToo() throws Exception {
        assertThat(edited("")).isEqualTo(TOP + "Subject: [spam]\r\n");
        assertThat(edited("Subject: x")).isEqualTo(TOP + "Subject: [spam] x");
        assertThat(edited("Subject: x\n\nX-Spam-Flag: y")).isEqualTo(TOP + "Subject: [spam] x\n\nX-Spam-Flag: y");
        assertThat(edited("\r\nX-Spam-Flag: y")).isEqualTo(TOP + "Subject: [spam]\r\n\r\nX-Spam-Flag: y");
        assertThat(edited("X-Spam-Flag: y")).isEqualTo(TOP + "Subject: [spam]\r\n");
    }

    @Test
    void aFieldOfAMegabyteIsTakenOutOrKeptAsAWhole() throws Exception {
        String large = "x".repeat(1 << 20);
        assertThat(edited("X-Spam-Report: " + large + "\r\nSubject: " + large + "\r\n " + large + BODY))
                .isEqualTo(TOP + "Subject: [spam] " + large + "\r\n " + large + BODY);
        assertThat(edited(large + ": name\r\nSubject: s" + BODY))
                .isEqualTo(TOP + large + ": name\r\nSubject: [spam] s" + BODY);
    }

    @Test
    void anEditedMessageIsReadAsTheOneItIs() throws Exception {
        MailImpl mail = spooled("Subject: x\r\nX-Spam-Flag: NO\r\nContent-Type: text/plain\r\n\r\ntext\r\n");
        assertThat(mail.getMessage().getSubject()).isEqualTo("x");
        assertThat(mail.getMessage().getContent()).isEqualTo("text\r\n");
        spam().apply(mail);
        assertThat(mail.getMessage().getHeader("X-Spam-Flag")).containsExactly("YES");
        assertThat(mail.getMessage().getSubject()).isEqualTo("[spam] x");
        assertThat(mail.getMessage().getContent()).isEqualTo("text\r\n");
        assertThat(((SpooledMessage) mail.getMessage()).unmodifiedBody()).isEmpty();
    }

    @Test
    void editsFollowEachOtherAndChangesOfJavaMail() throws Exception {
        MailImpl mail = spooled("Subject: x\r\nB: \u00e9" + BODY);
        mail.getMessage().setHeader("X-New", "yes");
        spam().apply(mail);
        new HeaderEdit().add("X-Last", "1").apply(mail);
        mail.getMessage().addHeader("X-Java", "2");
        assertThat(text(mail))
                .contains("X-Last: 1\r\n" + TOP)
                .contains("\r\nSubject: [spam] x\r\nB: \u00e9\r\n")
                .contains("\r\nX-New: yes\r\n")
                .contains("X-Java: 2\r\n")
                .endsWith(BODY);
    }

    @Test
    void anEditThatChangesNothingLeavesTheBodyInTheJournal() throws Exception {
        MailImpl mail = spooled("Subject: x" + BODY);
        new HeaderEdit().remove(name -> name.equals("x-none")).apply(mail);
        assertThat(((SpooledMessage) mail.getMessage()).unmodifiedBody()).isPresent();
    }

    @Test
    void randomHeadersLoseWhatIsTakenOutAndNothingElse() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] kept = {
            "A: b\r\n", "A : b\n", "\u00e9\u0000: \r\r\n", "odd\r\n", ":\r\n", "A: b\r\n\tfold\r\n", "A: \r\n \r\n"
        };
        String[] gone = {"X-Spam-A: b\r\n", "x-spam-b :\n", "X-SPAM-c: d\r\n e\r\n\tf\r\n"};
        for (int run = 0; run < 200; run++) {
            StringBuilder message = new StringBuilder("First: 1\r\n");
            StringBuilder expected = new StringBuilder("First: 1\r\n");
            for (int line = random.nextInt(20); line > 0; line--) {
                String keeps = kept[random.nextInt(kept.length)];
                message.append(keeps).append(random.nextBoolean() ? gone[random.nextInt(gone.length)] : "");
                expected.append(keeps);
            }
            MailImpl mail = spooled(message + "\r\nX-Spam-Flag: body");
            new HeaderEdit().remove(name -> name.startsWith("x-spam-")).apply(mail);
            assertThat(text(mail)).as("seed " + seed).isEqualTo(expected + "\r\nX-Spam-Flag: body");
            mail.dispose();
        }
    }
}
