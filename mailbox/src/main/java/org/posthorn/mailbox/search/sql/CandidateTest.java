// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.structure.ContentSource;
import org.posthorn.mailbox.structure.StoredContent;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests candidates against what is left of a query, reading their contents. */
final class CandidateTest {

    private static final Logger LOGGER = LoggerFactory.getLogger(CandidateTest.class);

    private final SearchStatement statement;
    private final ContentSource contents;

    CandidateTest(SearchStatement statement, ContentSource contents) {
        this.statement = statement;
        this.contents = contents;
    }

    /**
     * Whether the candidate matches. One that has gone meanwhile does not, nor does one whose content is damaged.
     *
     * @throws MailboxException if the store does not answer
     */
    boolean matches(Candidates candidates, int place) throws MailboxException {
        if (!statement.needsScan()) {
            return true;
        }
        Optional<StoredContent> content = contents.find(new ContentId(candidates.content(place)));
        if (content.isEmpty()) {
            return false;
        }
        try {
            return matches(statement.rest(), sql -> candidates.answer(place, statement.place(sql)), content.get());
        } catch (IOException e) {
            if (e.getCause() instanceof StoreUnavailableException unavailable) {
                throw unavailable;
            }
            LOGGER.warn(
                    "check=search content={} result=unreadable reason=\"{}\"",
                    candidates.content(place),
                    LogText.of(String.valueOf(e.getMessage())));
            return false;
        }
    }

    private boolean matches(SearchNode node, Predicate<SearchNode.Sql> answers, StoredContent content)
            throws IOException {
        if (node instanceof SearchNode.Sql sql) {
            return answers.test(sql);
        }
        if (node instanceof SearchNode.Scan scan) {
            return scan.test().matches(content);
        }
        if (node instanceof SearchNode.Not not) {
            return !matches(not.node(), answers, content);
        }
        if (node instanceof SearchNode.Any any) {
            for (SearchNode each : any.nodes()) {
                if (matches(each, answers, content)) {
                    return true;
                }
            }
            return false;
        }
        for (SearchNode each : ((SearchNode.All) node).nodes()) {
            if (!matches(each, answers, content)) {
                return false;
            }
        }
        return true;
    }
}
