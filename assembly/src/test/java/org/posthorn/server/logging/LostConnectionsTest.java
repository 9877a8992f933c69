// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class LostConnectionsTest {

    private static final String IMAP = "org.apache.james.imapserver.netty.ImapChannelUpstreamHandler";

    private final LostConnections filter = new LostConnections();

    @Test
    void aClientThatHangsUpIsLeftOut() {
        assertThat(decide(IMAP, new SocketException("Connection reset"))).isEqualTo(FilterReply.DENY);
        assertThat(decide(IMAP, new IOException("Connection reset by peer"))).isEqualTo(FilterReply.DENY);
        assertThat(decide(IMAP, new IOException("Broken pipe"))).isEqualTo(FilterReply.DENY);
        assertThat(decide(IMAP, new ClosedChannelException())).isEqualTo(FilterReply.DENY);
    }

    @Test
    void everyOtherFaultIsTold() {
        assertThat(decide(IMAP, new IOException("No space left on device"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(IMAP, new IllegalStateException(new SocketException("Connection reset"))))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(IMAP, null)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("org.posthorn.postfixadmin.sql.Database", new SocketException("Connection reset")))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply decide(String logger, Throwable thrown) {
        LoggerContext context = new LoggerContext();
        return filter.decide(new LoggingEvent(
                LostConnectionsTest.class.getName(), context.getLogger(logger), Level.WARN, "message", thrown, null));
    }
}
