// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.UnsupportedSearchException;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.search.ContentTests;

/** Makes the tree of conditions of a query. */
final class QueryCompiler {

    private final Collection<MessageUid> recent;

    QueryCompiler(Collection<MessageUid> recent) {
        this.recent = recent;
    }

    /** The whole query: all of its criteria. */
    static SearchNode compile(SearchQuery query) throws UnsupportedSearchException {
        return SearchNode.all(new QueryCompiler(query.getRecentMessageUids()).each(query.getCriteria()));
    }

    private List<SearchNode> each(List<Criterion> criteria) throws UnsupportedSearchException {
        List<SearchNode> nodes = new ArrayList<>(criteria.size());
        for (Criterion criterion : criteria) {
            nodes.add(node(criterion));
        }
        return nodes;
    }

    private SearchNode node(Criterion criterion) throws UnsupportedSearchException {
        if (criterion instanceof SearchQuery.ConjunctionCriterion junction) {
            return junction(junction);
        }
        if (criterion instanceof SearchQuery.TextCriterion text) {
            return text(text);
        }
        if (criterion instanceof SearchQuery.HeaderCriterion header) {
            return header(header.getHeaderName(), header.getOperator());
        }
        if (criterion instanceof SearchQuery.MimeMessageIDCriterion id) {
            return Conditions.header("Message-ID", id.getMessageID());
        }
        if (criterion instanceof SearchQuery.SubjectCriterion subject) {
            return Conditions.contains("c.subject", subject.getSubject());
        }
        if (criterion instanceof SearchQuery.AttachmentCriterion attachment) {
            SearchNode any = new SearchNode.Scan(ContentTests.hasAttachment());
            return attachment.getOperator().isSet() ? any : SearchNode.not(any);
        }
        return row(criterion);
    }

    /** The criteria on a message's own row. */
    private SearchNode row(Criterion criterion) throws UnsupportedSearchException {
        if (criterion instanceof SearchQuery.AllCriterion) {
            return SearchNode.Sql.TRUE;
        }
        if (criterion instanceof SearchQuery.UidCriterion uid) {
            return Conditions.uids(uid.getOperator());
        }
        if (criterion instanceof SearchQuery.FlagCriterion flag) {
            return Conditions.flag(flag.getFlag(), flag.getOperator().isSet(), recent);
        }
        if (criterion instanceof SearchQuery.CustomFlagCriterion keyword) {
            return Conditions.keyword(keyword.getFlag(), keyword.getOperator().isSet());
        }
        if (criterion instanceof SearchQuery.SizeCriterion size) {
            return Conditions.number("m.size", size.getOperator());
        }
        if (criterion instanceof SearchQuery.ModSeqCriterion modSeq) {
            return Conditions.number("m.modseq", modSeq.getOperator());
        }
        if (criterion instanceof SearchQuery.InternalDateCriterion date) {
            return Conditions.instant("m.internal_date", date.getOperator());
        }
        if (criterion instanceof SearchQuery.SaveDateCriterion date) {
            return Conditions.instant("m.save_date", date.getOperator());
        }
        if (criterion instanceof SearchQuery.MessageIdCriterion id) {
            return Conditions.equal(
                    "m.content_id", ContentId.of(id.getMessageId()).value());
        }
        if (criterion instanceof SearchQuery.ThreadIdCriterion id) {
            return Conditions.equal(
                    "c.thread_id",
                    ContentId.of(id.getThreadId().getBaseMessageId()).value());
        }
        throw new UnsupportedSearchException();
    }

    private SearchNode junction(SearchQuery.ConjunctionCriterion criterion) throws UnsupportedSearchException {
        List<SearchNode> nodes = each(criterion.getCriteria());
        return switch (criterion.getType()) {
            case AND -> SearchNode.all(nodes);
            case OR -> SearchNode.any(nodes);
            case NOR -> SearchNode.all(nodes.stream().map(SearchNode::not).toList());
        };
    }

    private static SearchNode text(SearchQuery.TextCriterion criterion) {
        String phrase = criterion.getOperator().getValue();
        return new SearchNode.Scan(
                switch (criterion.getType()) {
                    case BODY -> ContentTests.body(phrase);
                    case FULL -> ContentTests.text(phrase);
                    case ATTACHMENTS -> ContentTests.attachmentText(phrase);
                    case ATTACHMENT_FILE_NAME -> ContentTests.attachmentName(phrase);
                });
    }

    private static SearchNode header(String name, SearchQuery.HeaderOperator operator)
            throws UnsupportedSearchException {
        if (operator instanceof SearchQuery.DateOperator date) {
            return name.equalsIgnoreCase("Date")
                    ? Conditions.sent(date)
                    : new SearchNode.Scan(ContentTests.headerDate(name, date), Conditions.inHeader(name));
        }
        if (operator instanceof SearchQuery.AddressOperator address) {
            return Conditions.address(name, address.getAddress());
        }
        if (operator instanceof SearchQuery.ContainsOperator contains) {
            return name.equalsIgnoreCase("Subject") && !contains.getValue().isEmpty()
                    ? Conditions.contains("c.subject", contains.getValue())
                    : Conditions.header(name, contains.getValue());
        }
        if (operator instanceof SearchQuery.ExistsOperator) {
            return new SearchNode.Scan(ContentTests.headerExists(name), Conditions.inHeader(name));
        }
        throw new UnsupportedSearchException();
    }
}
