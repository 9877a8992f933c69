// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.mailbox.exception.OverQuotaException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code NO [OVERQUOTA]} (RFC 9208 section 4.3.1) for APPEND, COPY and MOVE alike. James's COPY and MOVE answer every failure
 * of the store alike, so the one that means a full mailbox goes past them in another guise.
 */
final class FullMailbox {

    private static final HumanReadableText TEXT =
            new HumanReadableText("org.posthorn.imap.quota.full", "Quota exceeded (mailbox for user is full)");

    private final StatusResponseFactory responses;

    FullMailbox(StatusResponseFactory responses) {
        this.responses = responses;
    }

    /** The result of a store, its quota's failure disguised. */
    static <T> Flux<T> disguised(Flux<T> result) {
        return result.onErrorMap(OverQuotaException.class, Disguise::new);
    }

    /** The command, answered where the disguise arrives. */
    Mono<Void> answered(Mono<Void> command, ImapRequest request, Responder responder) {
        return command.onErrorResume(Disguise.class, e -> Mono.fromRunnable(() -> responder.respond(refusal(request))));
    }

    private ImapResponseMessage refusal(ImapRequest request) {
        return responses.taggedNo(request.getTag(), null, TEXT, ResponseCode.overQuota());
    }

    /** A responder that gives James's own answer about a full mailbox in these words. */
    Responder wording(ImapRequest request, Responder responder) {
        return new Responder() {
            @Override
            public void respond(ImapResponseMessage message) {
                responder.respond(isRefusal(message) ? refusal(request) : message);
            }

            @Override
            public void flush() {
                responder.flush();
            }
        };
    }

    private static boolean isRefusal(ImapResponseMessage message) {
        return message instanceof ImmutableStatusResponse status
                && status.getResponseCode() == ResponseCode.overQuota();
    }

    private static final class Disguise extends RuntimeException {

        private static final long serialVersionUID = 1;

        Disguise(OverQuotaException cause) {
            super(cause);
        }
    }
}
