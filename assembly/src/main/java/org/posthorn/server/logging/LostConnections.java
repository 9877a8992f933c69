// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what James's IMAP and POP3 servers say, with a stack trace, whenever a client hangs up in the middle: it is no
 * fault of the server's, and whoever resets connections by the thousand would fill the disk.
 */
public final class LostConnections extends Filter<ILoggingEvent> {

    private static final String OF_JAMES = "org.apache.james.";

    private static final Set<String> HANGING_UP = Set.of(
            "java.io.IOException",
            "java.net.SocketException",
            "java.nio.channels.ClosedChannelException",
            "io.netty.handler.ssl.SslClosedEngineException",
            "io.netty.channel.StacklessClosedChannelException");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLoggerName().startsWith(OF_JAMES) && isHangingUp(event.getThrowableProxy())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** An exception of the connection itself, as it came; not one that wraps it, behind which there may be more. */
    private static boolean isHangingUp(@Nullable IThrowableProxy thrown) {
        if (thrown == null || !HANGING_UP.contains(thrown.getClassName())) {
            return false;
        }
        String message = String.valueOf(thrown.getMessage());
        return !thrown.getClassName().equals("java.io.IOException")
                || message.startsWith("Connection reset")
                || message.startsWith("Broken pipe");
    }
}
