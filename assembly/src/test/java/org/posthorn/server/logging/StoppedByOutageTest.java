// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.mailetcontainer.impl.ProcessorUtil;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.Test;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.postfixadmin.AccountsUnavailableException;

class StoppedByOutageTest {

    private static final String MATCHERS = "org.apache.james.mailetcontainer.impl.MatcherSplitter";
    private static final String MAILETS = "org.apache.james.mailetcontainer.impl.ProcessorImpl";

    private final StoppedByOutage filter = new StoppedByOutage();

    @Test
    void aDatabaseThatDoesNotAnswerIsLeftOut() throws Exception {
        Exception accounts = new MessagingException("later", new AccountsUnavailableException("down", new Exception()));
        Exception store = new MessagingException("later", new StoreUnavailableException("down", new Exception()));

        for (String logger : List.of(MATCHERS, MAILETS)) {
            assertThat(decide(logger, accounts)).isEqualTo(FilterReply.DENY);
            assertThat(decide(logger, store)).isEqualTo(FilterReply.DENY);
        }
    }

    @Test
    void everyOtherFaultIsTold() throws Exception {
        assertThat(decide(MATCHERS, new IllegalStateException("a bug"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(MAILETS, new MessagingException("no space left"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("org.posthorn.Anything", new AccountsUnavailableException("down", new Exception())))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    /** What James itself makes of it. */
    private FilterReply decide(String logger, Exception failure) throws Exception {
        LoggerContext context = new LoggerContext();
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        context.getLogger(logger).addAppender(told);
        context.getLogger(logger).setLevel(Level.ERROR);
        ProcessorUtil.handleException(
                failure, MailImpl.builder().name("mail").build(), "offender", "error", context.getLogger(logger));
        return filter.decide(told.list.get(0));
    }
}
