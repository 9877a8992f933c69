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
import java.util.concurrent.TimeUnit;
import org.apache.james.imap.encode.FakeImapSession;
import org.apache.james.imapserver.netty.NettyConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImapLiteralGuardTest {

    private static final String LOGIN = "a LOGIN {5}\r\nalice {6}\r\ns{1+}\r";
    private static final String NOOP = "b NOOP\r\n";
    private static final int LARGE = 300_000;
    private static final String APPEND = "a APPEND INBOX {" + LARGE + "}\r\n";
    private static final String GO_AHEAD = "+ Ready for literal data\r\n";

    private EmbeddedChannel channel = guarded();

    private static EmbeddedChannel guarded() {
        return new EmbeddedChannel(new ImapLiteralGuard(CommandLimits.afterLogin(65536, 1024), new LiteralRoom(1)));
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

    @Test
    void leaveForALargeLiteralWaitsForRoomThatTheCommandBeforeGivesBackWithItsAnswer() {
        LiteralRoom room = new LiteralRoom(LARGE + 1);
        EmbeddedChannel first = user(room);
        channel = user(room);
        FakeImapSession session = (FakeImapSession)
                first.attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).get();
        send(first, NOOP + APPEND);
        receive(APPEND);
        assertThat(texts(first.outboundMessages())).containsExactly(GO_AHEAD);
        receive(NOOP); // does not wait for its leave
        assertThat(replies()).isEmpty();

        CommandTurn turn = CommandTurn.of(session).orElseThrow();
        send(first, "x".repeat(LARGE));
        turn.begin();
        // the command is whole, and not answered before the turn ends
        send(first, "\r\n");
        channel.runPendingTasks();
        assertThat(replies()).isEmpty();

        turn.end();
        first.runPendingTasks();
        channel.runPendingTasks();
        assertThat(texts(first.inboundMessages())).hasSize(2);
        assertThat(replies()).containsExactly(GO_AHEAD);
        receive("y".repeat(LARGE - NOOP.length()) + "\r\n");
        assertThat(commands()).hasSize(1).allMatch(command -> command.startsWith(APPEND + NOOP));
        first.finishAndReleaseAll();
    }

    @Test
    void aClientThatGoesGivesItsRoomBackWhereverItStands() {
        LiteralRoom room = new LiteralRoom(LARGE);
        EmbeddedChannel holds = user(room);
        EmbeddedChannel waits = user(room);
        channel = user(room);
        send(holds, APPEND + "half of it");
        send(waits, APPEND);
        receive(APPEND);

        waits.finishAndReleaseAll();
        channel.runPendingTasks();
        assertThat(replies()).isEmpty();
        holds.finishAndReleaseAll();
        channel.runPendingTasks();

        assertThat(replies()).containsExactly(GO_AHEAD);
    }

    @Test
    void whoFindsNoRoomForAMinuteIsToldToComeAgainAndGoesOn() {
        LiteralRoom room = new LiteralRoom(LARGE);
        EmbeddedChannel holds = user(room);
        channel = user(room);
        send(holds, APPEND);
        receive(APPEND);

        channel.advanceTimeBy(61, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(replies()).hasSize(1).allMatch(reply -> reply.startsWith("a NO [UNAVAILABLE] "));
        receive(NOOP);
        assertThat(commands()).containsExactly(NOOP);
        holds.finishAndReleaseAll();
        receive(APPEND);
        assertThat(replies()).containsExactly(GO_AHEAD);
    }

    @Test
    void whoHoldsRoomAndDoesNotSendIsDisconnected() {
        channel = user(new LiteralRoom(LARGE));
        receive(APPEND + "half of it");
        assertThat(replies()).containsExactly(GO_AHEAD);

        channel.advanceTimeBy(2, TimeUnit.MINUTES);
        channel.runScheduledPendingTasks();

        assertThat(replies()).containsExactly("* BYE Literal too slow\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    private static EmbeddedChannel user(LiteralRoom room) {
        EmbeddedChannel user =
                new EmbeddedChannel(new ImapLiteralGuard(CommandLimits.afterLogin(65536, 2 * LARGE), room));
        FakeImapSession session = new FakeImapSession();
        session.authenticated();
        user.attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).set(session);
        return user;
    }

    private static void send(EmbeddedChannel client, String octets) {
        client.writeInbound(Unpooled.copiedBuffer(octets, US_ASCII));
    }
}
