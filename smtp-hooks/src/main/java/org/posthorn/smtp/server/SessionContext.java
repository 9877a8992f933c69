// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.util.MDCBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What every log line of a session carries. James would ask the DNS for the name of each client first, and write all
 * recipients so far anew with every command.
 */
final class SessionContext implements ProtocolMDCContextFactory {

    @Override
    public MDCBuilder onBound(Protocol protocol, ChannelHandlerContext ctx) {
        MDCBuilder context = MDCBuilder.create().addToContext(MDCBuilder.PROTOCOL, protocol.getName());
        if (ctx.channel().remoteAddress() instanceof InetSocketAddress client) {
            context.addToContext(MDCBuilder.IP, client.getAddress().getHostAddress());
        }
        return context;
    }

    @Override
    public MDCBuilder withContext(@Nullable ProtocolSession session) {
        MDCBuilder context = MDCBuilder.create();
        if (session == null) {
            return context;
        }
        return context.addToContext(MDCBuilder.SESSION_ID, session.getSessionID())
                .addToContextIfPresent(
                        MDCBuilder.USER,
                        Optional.ofNullable(session.getUsername()).map(Username::asString));
    }
}
