// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.james.imap.encode.FakeImapSession;
import org.apache.james.imapserver.netty.NettyConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImapLiteralGuardTest {

    private static final String LOGIN = "a LOGIN {5}\r\nalice {6}\r\ns{1+}\r";
    private static final String NOOP = "b NOOP\r\n";
    private static final String GO_AHEAD = "+ Ready for literal data\r\n";

    private EmbeddedChannel channel = guarded();

    private static EmbeddedChannel guarded() {
        return new EmbeddedChannel(new ImapLiteralGuard(CommandLimits.afterLogin(65536, 1024)));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void receive(String octets) {
        if (!channel.isOpen()) {
            return;
        }
        channel.writeInbound(Unpooled.copiedBuffer(octets, US_ASCII));
    }

    private List<String> commands() {
        return texts(channel.inboundMessages());
    }

    private List<String> replies() {
        return texts(channel.outboundMessages());
    }

    private static List<String> texts(Queue<Object> buffers) {
        List<String> texts = new ArrayList<>();
        for (Object next = buffers.poll(); next != null; next = buffers.poll()) {
            ByteBuf buffer = (ByteBuf) next;
            texts.add(buffer.toString(US_ASCII));
            buffer.release();
        }
        return texts;
    }

    @Test
    void commandsAreDeliveredWholeHoweverTheyAreCut() {
        String octets = LOGIN + "\r\n" + NOOP;
        for (int first = 0; first <= octets.length(); first++) {
            for (int second = first; second <= octets.length(); second += 5) {
                receive(octets.substring(0, first));
                receive(octets.substring(first, second));
                receive(octets.substring(second));
                assertThat(commands()).as("cuts at %d and %d", first, second).containsExactly(LOGIN + "\r\n", NOOP);
                assertThat(replies()).containsExactly(GO_AHEAD, GO_AHEAD);
            }
        }
    }

    @Test
    void nothingIsDeliveredBeforeItIsWhole() {
        receive(LOGIN);
        assertThat(commands()).isEmpty();
        receive("\r\n");
        assertThat(commands()).containsExactly(LOGIN + "\r\n");
    }

    @Test
    void aLiteralWithoutLeaveIsRefusedAtEveryCutAndWhatFollowsIsThrownAway() {
        String octets = NOOP + "b1 APPEND INBOX {9+}\r\nc DELETE x\r\n" + NOOP;
        for (int cut = 0; cut <= octets.length(); cut++) {
            channel = guarded();
            receive(octets.substring(0, cut));
            receive(octets.substring(cut));
            assertThat(commands()).containsExactly(NOOP);
            assertThat(replies()).containsExactly("b1 BAD Literals without leave ({n+}) are not supported\r\n");
            assertThat(channel.isOpen()).isFalse();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void aRefusedLiteralIsNotWaitedFor() {
        receive("a LOGIN {943718400}\r\nxxxxxxxxxx");
        assertThat(replies()).containsExactly("* BYE Literal too long\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(commands()).isEmpty();
    }

    @Test
    void nothingIsKeptWhenTheClientGoesAway() {
        ByteBuf half = Unpooled.copiedBuffer("a LOGIN {5}\r\nali", US_ASCII);
        channel.writeInbound(half);
        assertThat(channel.close().isSuccess()).isTrue();
        assertThat(half.refCnt()).isZero();
        assertThat(commands()).isEmpty();
    }

    /** The state changes before BYE is written, and what comes meanwhile must not close the connection under the answer. */
    @Test
    void whatFollowsLogoutWaitsForItsAnswer() {
        FakeImapSession session = new FakeImapSession();
        channel.attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).set(session);
        receive("a1 LOGOUT\r\n");
        CommandTurn turn = CommandTurn.of(session).orElseThrow();
        turn.begin();
        session.logout().block();

        receive(NOOP);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        turn.end();
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(commands()).containsExactly("a1 LOGOUT\r\n");
    }
}
