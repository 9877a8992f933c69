// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.Optional;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.posthorn.mailbox.Outflow;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Holds the client's next command back until this one has been answered, sees to it that the answer is written before
 * James's handler closes a connection that has logged out, and lets long answers wait for a client that reads slowly.
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
                    .doFinally(signal -> turn.ifPresent(CommandTurn::end))
                    .contextWrite(context -> turn.map(current -> context.put(Outflow.class, current.outflow()))
                            .orElse(Context.of(context)));
        });
    }

    @Override
    public void configure(ImapConfiguration configuration) {
        processor.configure(configuration);
    }
}
