// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.posthorn.imap.login.Farewell;
import org.posthorn.mailbox.Outflow;

/**
 * Whose turn it is on one connection: the client's, to have its next command taken, or ours, as long as something of
 * the last one is still to be done.
 *
 * <p>It lies in the session, because James's processors know nothing else of the connection. May be called from any
 * thread; what it tells the guard, it tells on the connection's own thread.
 */
final class CommandTurn {

    private static final String ATTRIBUTE = "org.posthorn.imap.turn";

    private final EventExecutor thread;
    private final String client;
    private final Outflow outflow;
    private final Runnable onClientsTurn;
    private final Channel channel;
    private volatile boolean dismissed;
    private int tasks;

    CommandTurn(EventExecutor thread, Channel channel, String client, Outflow outflow, Runnable onClientsTurn) {
        this.thread = thread;
        this.channel = channel;
        this.client = client;
        this.outflow = outflow;
        this.onClientsTurn = onClientsTurn;
    }

    static Optional<CommandTurn> of(ImapSession session) {
        return Optional.ofNullable((CommandTurn) session.getAttribute(ATTRIBUTE));
    }

    void attachTo(ImapSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }

    /** The client's IP address. */
    String client() {
        return client;
    }

    /** The way back to the client. */
    Outflow outflow() {
        return outflow;
    }

    /** Ends the session: when the answer under way has been given, or some seconds later in any case. */
    void dismiss() {
        dismissed = true;
        Farewell.soon(channel);
        thread.execute(onClientsTurn);
    }

    boolean isDismissed() {
        return dismissed;
    }

    /** Has this done when the connection is closed, or at once if it is. */
    void whenClosed(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    synchronized boolean isClients() {
        return tasks == 0;
    }

    synchronized void begin() {
        tasks++;
    }

    /** Ends a task on the connection's own thread, where it queues behind what the task has written. */
    void end() {
        if (thread.inEventLoop()) {
            endTask();
        } else {
            thread.execute(this::endTask);
        }
    }

    private void endTask() {
        if (isLastTask()) {
            thread.execute(onClientsTurn);
        }
    }

    private synchronized boolean isLastTask() {
        tasks--;
        return tasks == 0;
    }
}
