// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.SMTPMDCContextFactory;
import org.apache.james.util.MDCBuilder;

/**
 * What every log line of a session carries. James would ask the DNS for the name of each client first, and each
 * connection would wait for the answer.
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
    public MDCBuilder withContext(ProtocolSession session) {
        return session instanceof SMTPSession smtpSession
                ? SMTPMDCContextFactory.forSession(smtpSession)
                : MDCBuilder.create();
    }
}
