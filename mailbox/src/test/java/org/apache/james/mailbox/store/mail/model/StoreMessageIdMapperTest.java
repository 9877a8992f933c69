// SPDX-License-Identifier: Apache-2.0
package org.apache.james.mailbox.store.mail.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
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
 * James's contract. Three of its tests give a message a MODSEQ and expect that one; here a message gets its MODSEQ from its
 * folder when it is saved, and is told. The overriding tests check the rest of what those three are about.
 */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class StoreMessageIdMapperTest extends MessageIdMapperTest {

    private static StoreFixture fixture;

    private ContractProvider provider;

    StoreMessageIdMapperTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        fixture.close();
    }

    @Override
    protected MapperProvider provideMapper() {
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
    }

    @Override
    @Test
    void setFlagsShouldNotModifyModSeqWhenMailboxIdsIsEmpty() throws Exception {
        save(new Flags());

        sut.setFlags(message1.getMessageId(), List.of(), new Flags(Flag.ANSWERED), FlagsUpdateMode.ADD)
                .block();

        assertThat(found().getModSeq()).isEqualTo(message1.getModSeq());
    }

    @Override
    @Test
    void setFlagsShouldNotUpdateModSeqWhenNoop() throws Exception {
        save(new Flags(Flag.SEEN));

        sut.setFlags(
                        message1.getMessageId(),
                        List.of(message1.getMailboxId()),
                        new Flags(Flag.SEEN),
                        FlagsUpdateMode.ADD)
                .block();

        assertThat(found().getModSeq()).isEqualTo(message1.getModSeq());
    }

    @Override
    @Test
    void setFlagsShouldReturnUpdatedFlagsWhenNoop() throws Exception {
        Flags seen = new Flags(Flag.SEEN);
        save(seen);

        assertThat(sut.setFlags(message1.getMessageId(), List.of(message1.getMailboxId()), seen, FlagsUpdateMode.ADD)
                        .block()
                        .values())
                .containsExactly(UpdatedFlags.builder()
                        .uid(message1.getUid())
                        .messageId(message1.getMessageId())
                        .modSeq(message1.getModSeq())
                        .oldFlags(seen)
                        .newFlags(seen)
                        .build());
    }

    private void save(Flags flags) throws MailboxException {
        message1.setFlags(flags);
        sut.save(message1);
    }

    private MailboxMessage found() {
        return sut.find(List.of(message1.getMessageId()), FetchType.METADATA).get(0);
    }
}
