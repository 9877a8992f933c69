// SPDX-License-Identifier: Apache-2.0
package org.apache.james.mailbox.store.mail.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.message.sql.ContractProvider;
import org.posthorn.testing.MariaDbFlavour;

/**
 * James's contract. It lies in James's package because six of its tests, which cannot be overridden from outside, give the
 * mapper properties that the message's bytes do not have and expect them back; here properties are always those of the
 * bytes, as the overriding tests say.
 */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class StoreMessageMapperTest extends MessageMapperTest {

    private static StoreFixture fixture;

    private ContractProvider provider;

    StoreMessageMapperTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        fixture.close();
    }

    @Override
    protected MapperProvider createMapperProvider() {
        provider = new ContractProvider(fixture);
        return provider;
    }

    @Override
    protected UpdatableTickingClock updatableTickingClock() {
        return provider.clock;
    }

    @BeforeEach
    void parseMessages() {
        message1 = ContractProvider.parsed(message1);
        message2 = ContractProvider.parsed(message2);
        message3 = ContractProvider.parsed(message3);
        message4 = ContractProvider.parsed(message4);
        message5 = ContractProvider.parsed(message5);
        message6 = ContractProvider.parsed(message6);
    }

    @Override
    @Test
    void messagePropertiesShouldBeStored() throws Exception {
        MailboxMessage found =
                stored("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\n\n");

        assertThat(found.getProperties().getMediaType()).isEqualTo("text");
        assertThat(found.getProperties().getSubType()).isEqualTo("html");
        assertThat(found.getProperties().getContentTypeParameters()).containsEntry("charset", "utf-8");
        assertThat(found.getProperties().getContentTransferEncoding()).isEqualTo("base64");
    }

    @Override
    @Test
    void messagePropertiesShouldBeStoredWhenDuplicateEntries() throws Exception {
        assertThat(stored("Content-Language: us, fr\n\n").getProperties().getContentLanguage())
                .containsExactly("us", "fr");
    }

    @Override
    @Test
    void messagePropertiesShouldBeStoredWhenNoProperty() throws Exception {
        assertThat(stored("Subject: a\n\nb").getProperties().getContentDescription())
                .isNull();
    }

    @Override
    @Test
    void textualLineCountShouldBeWellStored() throws Exception {
        assertThat(stored("Subject: a\n\n1\n2\n3\n").getTextualLineCount()).isEqualTo(3);
    }

    @Override
    @Test
    void mediaTypeShouldBeWellStored() throws Exception {
        assertThat(stored("Content-Type: image/png\n\n").getMediaType()).isEqualTo("image");
    }

    @Override
    @Test
    void subTypeShouldBeWellStored() throws Exception {
        assertThat(stored("Content-Type: image/png\n\n").getSubType()).isEqualTo("png");
    }

    /** A MODSEQ is greater than zero (RFC 7162, 7), so a new folder shows 1 and its first message gets 2. */
    @Override
    @Test
    void getHighestMoseqShouldBeEqualToZeroOnEmptyMailbox() throws MailboxException {
        assertThat(messageMapper.getHighestModSeq(benwaInboxMailbox)).isEqualTo(ModSeq.of(1));
    }

    private MailboxMessage stored(String text) throws MailboxException {
        MessageId id = mapperProvider.generateMessageId();
        MailboxMessage message = new SimpleMailboxMessage(
                id,
                ThreadId.fromBaseMessageId(id),
                new Date(),
                text.length(),
                0,
                new ByteContent(text.getBytes(StandardCharsets.US_ASCII)),
                new Flags(),
                new PropertyBuilder().build(),
                benwaInboxMailbox.getMailboxId());
        MessageUid uid = messageMapper.add(benwaInboxMailbox, message).getUid();
        return messageMapper
                .findInMailbox(benwaInboxMailbox, MessageRange.one(uid), FetchType.FULL, 1)
                .next();
    }
}
