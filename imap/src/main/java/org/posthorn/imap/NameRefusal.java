// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.function.Supplier;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.apache.james.mailbox.exception.MailboxNameException;
import reactor.core.publisher.Mono;

/** The answer to a command that would give a folder a name which none can have ({@code CANNOT}, RFC 5530). */
final class NameRefusal {

    private static final HumanReadableText TEXT = new HumanReadableText(
            "org.posthorn.imap.name",
            "[CANNOT] No mailbox can have this name: it has an empty level, a wildcard, control characters,"
                    + " or begins with #.");

    private final StatusResponseFactory responses;

    NameRefusal(StatusResponseFactory responses) {
        this.responses = responses;
    }

    Mono<Void> answered(Supplier<Mono<Void>> command, AbstractImapRequest request, Responder responder) {
        return Mono.defer(command)
                .onErrorResume(
                        MailboxNameException.class,
                        e -> Mono.fromRunnable(
                                () -> responder.respond(responses.taggedNo(request.getTag(), null, TEXT))));
    }
}
