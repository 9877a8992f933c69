// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import com.google.common.base.Preconditions;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.MailboxManager.MessageCapabilities;
import org.apache.james.mailbox.MailboxManager.SearchCapabilities;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreThreads;
import org.posthorn.mailbox.search.SearchTurns;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.structure.ContentSource;
import org.posthorn.postfixadmin.sql.Database;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * SEARCH and SORT (RFC 3501, RFC 5256) without an index of their own: the rows of the store answer what was stored at
 * delivery (flags, keywords, UIDs, sizes, dates, subject, addresses, MODSEQ), and only for other headers, texts and
 * attachments the messages that are left are read, as streams. So results are never out of date.
 *
 * <p>One statement finds the candidates, of which two numbers each are kept; no connection is held while contents are read.
 * Phrases are found whatever the case of letters; in subjects and addresses accents do not count either.
 * A failure of the database ends the stream with its exception.
 *
 * <p>Searches have connections and threads of their own, so that many long ones keep nobody else from the database: four
 * at a time that need contents, and four that do not, which are quick; of each kind two of one user. One whose turn does
 * not come within half a minute ends with {@link org.posthorn.mailbox.StoreUnavailableException}. When nobody waits for a
 * search any more, as when the client has gone, the database is told to give it up.
 */
@Singleton
public final class SqlMessageSearchIndex implements MessageSearchIndex {

    /** Of the connections for long statements half are kept for searches that need no contents. */
    private static final int PLACES = Database.LONG_READERS / 2;

    private static final int OF_ONE_USER = PLACES / 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StoreDatabase database;
    private final ContentSource contents;
    private final SearchTurns slow;
    private final SearchTurns quick;

    @Inject
    public SqlMessageSearchIndex(StoreDatabase database, ContentSource contents) {
        this(database, contents, PATIENCE);
    }

    SqlMessageSearchIndex(StoreDatabase database, ContentSource contents, Duration patience) {
        this.database = database;
        this.contents = contents;
        this.slow = new SearchTurns(PLACES, OF_ONE_USER, patience);
        this.quick = new SearchTurns(PLACES, OF_ONE_USER, patience);
    }

    @Override
    public EnumSet<SearchCapabilities> getSupportedCapabilities(EnumSet<MessageCapabilities> messageCapabilities) {
        return EnumSet.of(
                SearchCapabilities.MultimailboxSearch,
                SearchCapabilities.PartialEmailMatch,
                SearchCapabilities.Text,
                SearchCapabilities.AttachmentFileName);
    }

    @Override
    public Flux<MessageUid> search(MailboxSession session, Mailbox mailbox, SearchQuery query) throws MailboxException {
        Preconditions.checkArgument(session != null, "'session' is mandatory");
        return results(session, List.of(FolderId.of(mailbox.getMailboxId()).value()), query, Candidates::uid)
                .map(MessageUid::of);
    }

    @Override
    public Flux<MessageId> search(
            MailboxSession session, Collection<MailboxId> mailboxIds, SearchQuery query, long limit)
            throws MailboxException {
        Preconditions.checkArgument(session != null, "'session' is mandatory");
        if (mailboxIds.isEmpty()) {
            return Flux.empty();
        }
        List<Long> folders = mailboxIds.stream()
                .map(id -> FolderId.of(id).value())
                .distinct()
                .toList();
        return results(session, folders, query, Candidates::content)
                .distinct()
                .<MessageId>map(ContentId::new)
                .take(limit);
    }

    private Flux<Long> results(MailboxSession session, List<Long> folders, SearchQuery query, Result result)
            throws MailboxException {
        SearchStatement statement = new SearchStatement(database.tables(), QueryCompiler.compile(query));
        CandidateTest test = new CandidateTest(statement, contents);
        Flux<Long> search = Flux.defer(() -> {
            SearchCall call = new SearchCall(database, statement);
            return Mono.fromCallable(() -> call.candidates(folders, query.getSorts()))
                    .flatMapMany(candidates -> Flux.<Long, Integer>generate(
                            () -> 0, (place, sink) -> next(call, candidates, place, test, result, sink)))
                    .subscribeOn(StoreThreads.SEARCHES)
                    .doOnCancel(call::stop);
        });
        SearchTurns turns = statement.readsContents(query.getSorts()) ? slow : quick;
        return turns.inTurn(session.getUser().asString(), search);
    }

    /** Gives the next match to the sink; returns the place after it. */
    private static int next(
            SearchCall call,
            Candidates candidates,
            int from,
            CandidateTest test,
            Result result,
            SynchronousSink<Long> sink) {
        try {
            for (int place = from; place < candidates.size() && !call.isStopped(); place++) {
                if (test.matches(candidates, place)) {
                    sink.next(result.of(candidates, place));
                    return place + 1;
                }
            }
            sink.complete();
        } catch (MailboxException e) {
            if (call.isStopped()) {
                sink.complete(); // an error that nobody waits for would be logged
            } else {
                sink.error(e);
            }
        }
        return candidates.size();
    }

    /** What a search gives of a match. */
    private interface Result {
        long of(Candidates candidates, int place);
    }
}
