// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.SearchRequest;
import org.apache.james.imap.processor.SearchProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * James's command SEARCH, which says {@code NO [UNAVAILABLE]} (RFC 5530) when the same may succeed later: too many others
 * search now, or the database does not answer.
 */
public final class PatientSearch extends SearchProcessor {

    private static final Logger LOGGER = LoggerFactory.getLogger(PatientSearch.class);
    private static final HumanReadableText LATER = new HumanReadableText(
            "org.posthorn.imap.search.later", "[UNAVAILABLE] The folder cannot be searched now, try again later.");

    private final StatusResponseFactory responses;

    @Inject
    public PatientSearch(MailboxManager mailboxes, StatusResponseFactory responses, MetricFactory metrics) {
        super(mailboxes, responses, metrics);
        this.responses = responses;
    }

    @Override
    protected Mono<Void> processRequestReactive(SearchRequest request, ImapSession session, Responder responder) {
        return super.processRequestReactive(request, session, responder)
                .onErrorResume(
                        StoreUnavailableException.class,
                        e -> Mono.fromRunnable(() -> putOff(request, session, responder, e)));
    }

    private void putOff(
            ImapRequest request, ImapSession session, Responder responder, StoreUnavailableException cause) {
        LOGGER.warn(
                "check=search user={} result=later cause=\"{}\"",
                LogText.of(session.getUserName().asString()),
                LogText.of(String.valueOf(cause.getMessage())));
        responder.respond(responses.taggedNo(request.getTag(), null, LATER));
    }
}
