// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.FetchGroup.Profile;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MimeDescriptor;
import org.apache.james.mailbox.model.MimePath;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.ResultUtils;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;

class StoredMessageResultTest {

    @ParameterizedTest
    @EnumSource(Corpus.class)
    void wholeHeaderAndTextAreTheBytes(Corpus message) throws Exception {
        byte[] bytes = message.bytes();
        String text = Corpus.text(bytes, 0, bytes.length);
        int body = text.indexOf("\r\n\r\n") + 4;
        MessageResult result = result(bytes, new MemoryContent(bytes));

        assertThat(text(result.getFullContent())).isEqualTo(text);
        assertThat(text(result.getBody())).isEqualTo(text.substring(body));
        assertThat(text(result.getHeaders())).isEqualTo(text.substring(0, body));
        assertThat(result.getSize()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @EnumSource(Corpus.class)
    void headersAreThoseJamesReads(Corpus message) throws Exception {
        byte[] bytes = message.bytes();
        MessageResult james = ResultUtils.loadMessageResult(row(bytes), FetchGroup.HEADERS);

        assertThat(show(result(bytes, new MemoryContent(bytes)).getHeaders().headers()))
                .isEqualTo(show(james.getHeaders().headers()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Corpus.class,
            names = {"ALTERNATIVE", "NESTED"})
    void partsAreThoseJamesReads(Corpus message) throws Exception {
        byte[] bytes = message.bytes();
        for (MimePath path : List.of(new MimePath(new int[] {1}), new MimePath(new int[] {2}))) {
            FetchGroup group = new FetchGroup(EnumSet.noneOf(Profile.class), ImmutableSet.of())
                    .addPartContent(path, Profile.MIME_CONTENT, Profile.MIME_HEADERS);
            MessageResult james = ResultUtils.loadMessageResult(row(bytes), group);
            MessageResult ours = result(bytes, new MemoryContent(bytes));

            assertThat(show(ours.iterateMimeHeaders(path))).isNotEmpty();
            assertThat(text(ours.getMimeBody(path))).isNotEmpty();
            assertThat(text(ours.getFullContent(path))).endsWith(text(ours.getMimeBody(path)));
            if (path.getPositions()[0] == 1) {
                assertThat(text(ours.getMimeBody(path)).trim())
                        .contains(text(james.getMimeBody(path)).trim());
            }
        }
    }

    @Test
    void sectionsOfAnEmbeddedMessage() throws Exception {
        byte[] bytes = Corpus.MESSAGE_INSIDE.bytes();
        MessageResult result = result(bytes, new MemoryContent(bytes));
        MimePath two = new MimePath(new int[] {2});

        assertThat(show(result.iterateMimeHeaders(two))).containsExactly("Content-Type: message/rfc822");
        assertThat(show(result.iterateHeaders(two))).contains("Subject: inner").hasSize(7);
        assertThat(text(result.getMimeBody(two))).startsWith("Date: ").endsWith("--c--");
        assertThat(text(result.getBody(two))).startsWith("--c\r\n").endsWith("--c--");
        assertThat(text(result.getMimeBody(new MimePath(new int[] {2, 2})))).isEqualTo("<b>second</b>");
        assertThat(show(result.iterateMimeHeaders(new MimePath(new int[] {2, 2}))))
                .containsExactly("Content-Type: text/html");
    }

    @Test
    void whatIsNotThereIsEmpty() throws Exception {
        byte[] bytes = Corpus.PLAIN.bytes();
        MessageResult result = result(bytes, new MemoryContent(bytes));
        MimePath nowhere = new MimePath(new int[] {3, 1});

        assertThat(result.getMimeBody(nowhere).size()).isZero();
        assertThat(text(result.getBody(nowhere))).isEmpty();
        assertThat(text(result.getFullContent(nowhere))).isEmpty();
        assertThat(result.iterateHeaders(nowhere)).isExhausted();
        assertThat(result.iterateMimeHeaders(nowhere)).isExhausted();
        assertThat(text(result.getMimeBody(new MimePath(new int[] {1})))).isEqualTo("one\r\ntwo\r\n");
    }

    @Test
    void onlyTheRangeOfASectionIsRead() throws Exception {
        byte[] bytes = Corpus.NESTED.bytes();
        MemoryContent content = new MemoryContent(bytes);
        MessageResult result = result(bytes, content);
        result.getMimeDescriptor().parts().next().parts().next();
        result.getHeaders().headers();
        text(result.getHeaders());
        Content part = result.getMimeBody(new MimePath(new int[] {1, 2}));
        assertThat(part.size()).isEqualTo(20);
        assertThat(content.reads).isEmpty();

        text(part);
        Part place = content.structure().find(1, 2).orElseThrow();
        assertThat(content.reads).containsExactly(place.bodyStart() + "-" + place.end());
    }

    @Test
    void envelopeOfAnEmbeddedMessageNeedsNoReading() throws Exception {
        MemoryContent content = new MemoryContent(("Content-Type: message/rfc822\r\n\r\nSubject: =?utf-8?q?=C3=A4?=\r\n"
                        + "From: \"Doe, Joe\" <joe@example.org>\r\nTo: friends: a@x.org, =?utf-8?q?B=C3=B6?= <b@x.org>;, c@x.org\r\n"
                        + "Message-ID: <1@x>\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        MimeDescriptor inner = new StoredMimeDescriptor(content, content.structure()).embeddedMessage();

        assertThat(show(inner.headers()))
                .containsExactly(
                        "Subject: =?utf-8?q?=C3=A4?=",
                        "From: \"Doe, Joe\" <joe@example.org>",
                        "Sender: \"Doe, Joe\" <joe@example.org>",
                        "Reply-To: \"Doe, Joe\" <joe@example.org>",
                        "To: friends: <a@x.org>, =?utf-8?q?B=C3=B6?= <b@x.org>;, <c@x.org>",
                        "Message-ID: <1@x>");
        assertThat(content.reads).isEmpty();
    }

    @Test
    void headerBeyondItsStoredPartIsReadFromTheBody() throws Exception {
        byte[] bytes = ("X-Long: " + "x".repeat(300_000) + "\r\nSubject: late\r\n\r\nbody")
                .getBytes(StandardCharsets.US_ASCII);
        MemoryContent content = new MemoryContent(bytes);

        assertThat(show(result(bytes, content).getHeaders().headers())).contains("Subject: late");
        assertThat(content.reads).hasSize(1);
    }

    @Test
    void propertiesAreThoseOfTheRoot() {
        var properties = StructureProperties.of(Corpus.PLAIN.parsed().structure());

        assertThat(properties.getMediaType()).isEqualTo("text");
        assertThat(properties.getSubType()).isEqualTo("plain");
        assertThat(properties.getTextualLineCount()).isEqualTo(2);
        assertThat(properties.getContentTypeParameters()).containsEntry("charset", "us-ascii");
    }

    private static StoredMessageResult result(byte[] bytes, StoredContent content) {
        return new StoredMessageResult(row(bytes), content);
    }

    private static SimpleMailboxMessage row(byte[] bytes) {
        ParsedMessage parsed = Corpus.parse(bytes);
        SimpleMailboxMessage row = SimpleMailboxMessage.builder()
                .messageId(new ContentId(1))
                .threadId(ThreadId.fromBaseMessageId(new ContentId(1)))
                .mailboxId(new FolderId(1))
                .internalDate(new Date(0))
                .size(bytes.length)
                .bodyStartOctet((int) parsed.headerSize())
                .flags(new Flags())
                .content(new ByteContent(bytes))
                .properties(StructureProperties.of(parsed.structure()))
                .build();
        row.setUid(MessageUid.of(1));
        row.setModSeq(ModSeq.of(1));
        return row;
    }

    private static String text(Content content) throws Exception {
        byte[] bytes = content.getInputStream().readAllBytes();
        assertThat(content.size()).isEqualTo(bytes.length);
        return Corpus.text(bytes, 0, bytes.length);
    }

    private static List<String> show(Iterator<Header> headers) {
        List<String> lines = new ArrayList<>();
        ImmutableList.copyOf(headers).forEach(header -> lines.add(header.getName() + ": " + header.getValue()));
        return lines;
    }
}
