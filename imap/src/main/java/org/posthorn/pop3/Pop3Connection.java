// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import io.netty.channel.ChannelHandlerContext;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.posthorn.imap.login.Farewell;

/** The connection that a POP3 session is held on. */
final class Pop3Connection {

    static final AttachmentKey<Pop3Connection> KEY =
            AttachmentKey.of("org.posthorn.pop3.connection", Pop3Connection.class);

    private static final String NO_WORDS = "";

    private final ChannelHandlerContext context;

    /**
     * Takes a connection.
     *
     * @param context whose thread is the one that commands run on
     */
    Pop3Connection(ChannelHandlerContext context) {
        this.context = context;
    }

    /**
     * Closes the connection behind the answer under way, or some seconds later in any case. The client gets no last words
     * and no message is removed, as RFC 1939 section 3 has it where a server ends a session.
     */
    void dismiss() {
        Farewell.soon(context.channel());
        context.executor().execute(() -> Farewell.after(context.channel(), NO_WORDS));
    }

    /** Has this done when the connection is closed, or at once if it is. */
    void whenClosed(Runnable action) {
        context.channel().closeFuture().addListener(closed -> action.run());
    }
}
