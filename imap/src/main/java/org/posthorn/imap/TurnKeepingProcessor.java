// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.Optional;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import reactor.core.publisher.Mono;

/**
 * Holds the client's next command back until this one has been answered, and sees to it that the answer is written before
 * James's handler closes a connection that has logged out.
 */
final class TurnKeepingProcessor implements ImapProcessor {

    private final ImapProcessor processor;

    TurnKeepingProcessor(ImapProcessor processor) {
        this.processor = processor;
    }

    @Override
    public Mono<Void> processReactive(ImapMessage message, Responder responder, ImapSession session) {
        Optional<CommandTurn> turn = CommandTurn.of(session);
        return Mono.defer(() -> {
            turn.ifPresent(CommandTurn::begin);
            return Mono.defer(() -> processor.processReactive(message, responder, session))
                    .doOnTerminate(responder::flush)
                    .doFinally(signal -> turn.ifPresent(CommandTurn::end));
        });
    }

    @Override
    public void configure(ImapConfiguration configuration) {
        processor.configure(configuration);
    }
}
