// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection whose TLS fails, with one log line that holds nothing of what the client has sent: somebody who
 * speaks in clear where TLS is expected may have sent a password, and Netty puts his octets into the exception's text.
 * Stands behind the TLS handler and before everything that logs exceptions.
 */
public final class TlsFailureHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(TlsFailureHandler.class);

    private final String service;

    /**
     * Watches one connection.
     *
     * @param service what the log calls the service
     */
    public TlsFailureHandler(String service) {
        this.service = service;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do when closing fails
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable reason = cause.getCause() instanceof SSLException inner ? inner : cause;
        if (!(reason instanceof SSLException)) {
            context.fireExceptionCaught(cause);
            return;
        }
        String client = context.channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
        LOGGER.info(
                "check=tls service={} client={} result=closed reason={}",
                service,
                client,
                reason.getClass().getSimpleName());
        context.close();
    }
}
