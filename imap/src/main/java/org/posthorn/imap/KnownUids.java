// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A command's way to answer that knows which UIDs its folder had given when the command began, and which messages the
 * session had not been told of then: neither what is yet to come nor what has just come has vanished. James hands this on
 * to where VANISHED is told, and nothing else that would do.
 */
final class KnownUids implements Responder {

    private final Responder responder;
    private final long last;
    private final List<Long> untold;
    private final List<MessageRange> asked;

    private KnownUids(Responder responder, long last, List<Long> untold, List<MessageRange> asked) {
        this.responder = responder;
        this.last = last;
        this.untold = untold;
        this.asked = asked;
    }

    /**
     * Has a command answered by what is known now.
     *
     * @param folder the command's, which may turn out not to be there
     * @param view what the session shows of the folder selected, this one or another
     */
    static Mono<Void> answering(
            Mono<MessageManager> folder,
            Optional<SelectedMailbox> view,
            MailboxSession session,
            Responder responder,
            Function<KnownUids, Mono<Void>> command) {
        return folder.flatMap(manager -> of(manager, view, session, responder))
                .onErrorResume(
                        MailboxException.class, e -> Mono.just(new KnownUids(responder, 0, List.of(), List.of())))
                .flatMap(command);
    }

    private static Mono<KnownUids> of(
            MessageManager folder, Optional<SelectedMailbox> view, MailboxSession session, Responder responder) {
        return Mono.defer(() -> metaData(folder, session)).flatMap(metaData -> {
            long last = metaData.getUidNext().asLong() - 1;
            return view.filter(selected -> selected.getMailboxId().equals(folder.getId()))
                    .map(selected -> behind(folder, selected, session))
                    .orElse(Flux.empty())
                    .collectList()
                    .map(untold -> new KnownUids(responder, last, untold, List.of()));
        });
    }

    private static Mono<MailboxMetaData> metaData(MessageManager folder, MailboxSession session) {
        try {
            return folder.getMetaDataReactive(RecentMode.IGNORE, session, EnumSet.of(MailboxMetaData.Item.NextUid));
        } catch (MailboxException e) {
            return Mono.error(e);
        }
    }

    private static Flux<Long> behind(MessageManager folder, SelectedMailbox view, MailboxSession session) {
        MessageUid first =
                view.uid((int) view.existsCount()).map(MessageUid::next).orElse(MessageUid.MIN_VALUE);
        return Flux.from(folder.listMessagesMetadata(MessageRange.from(first), session))
                .map(message -> message.getComposedMessageId().getUid().asLong());
    }

    /** The last UID that was given to a message; 0 if none was, or if that is not known. */
    long last() {
        return last;
    }

    /** UIDs of messages that are there. */
    List<Long> untold() {
        return untold;
    }

    /** The same with the ranges that the client has asked for. */
    KnownUids asked(List<MessageRange> ranges) {
        return new KnownUids(responder, last, untold, ranges);
    }

    List<MessageRange> asked() {
        return asked;
    }

    @Override
    public void respond(ImapResponseMessage message) {
        responder.respond(message);
    }

    @Override
    public void flush() {
        responder.flush();
    }
}
