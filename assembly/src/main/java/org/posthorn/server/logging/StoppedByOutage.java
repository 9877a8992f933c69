// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.postfixadmin.AccountsUnavailableException;

/**
 * Leaves out what James's mailet container says of every mail that a database which does not answer has stopped: some two
 * hundred lines at each attempt, the stack trace twice. {@code RetryLater} says in one line which mail it was, where, and
 * what lies behind it. Any other fault of a mailet or matcher is told with its stack trace.
 */
public final class StoppedByOutage extends Filter<ILoggingEvent> {

    private static final Set<String> LOGGERS = Set.of(
            "org.apache.james.mailetcontainer.impl.MatcherSplitter",
            "org.apache.james.mailetcontainer.impl.ProcessorImpl");

    /** The names stand in James's message, which is the stack trace. */
    private static final Set<String> OUTAGES =
            Set.of(AccountsUnavailableException.class.getName(), StoreUnavailableException.class.getName());

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return LOGGERS.contains(event.getLoggerName())
                        && OUTAGES.stream().anyMatch(event.getFormattedMessage()::contains)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
