// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.james.mailbox.model.SearchQuery.Sort;
import org.posthorn.mailbox.sql.StoreTables;

/**
 * The statement of one search: the conditions the database can answer choose the rows, those it can answer among others
 * that need the content come as columns.
 */
final class SearchStatement {

    /** The size with which the driver does not hold the whole result in memory. */
    private static final int ROW_BY_ROW = Integer.MIN_VALUE;

    /**
     * How long the database may be silent. In a folder of a million messages it looks into contents for many seconds before it finds
     * the first one, or the last; other statements are given up earlier.
     */
    private static final int SILENCE_MILLIS = 5 * 60 * 1000;

    private final StoreTables tables;
    private final SearchNode.Sql condition;
    private final SearchNode rest;
    private final List<SearchNode.Sql> columns = new ArrayList<>();

    SearchStatement(StoreTables tables, SearchNode query) {
        this.tables = tables;
        List<SearchNode> nodes = query instanceof SearchNode.All all ? all.nodes() : List.of(query);
        this.condition = SearchNode.necessary(query);
        this.rest = SearchNode.all(
                nodes.stream().filter(node -> !(node instanceof SearchNode.Sql)).toList());
        collect(rest);
    }

    /** What is left to test once a row was chosen. */
    SearchNode rest() {
        return rest;
    }

    /** True if contents have to be read. */
    boolean needsScan() {
        return !(rest instanceof SearchNode.Sql);
    }

    /** The place of a condition among a candidate's answers. */
    int place(SearchNode.Sql sql) {
        return columns.indexOf(sql);
    }

    /** Whether contents have something to do with it, which takes long where there are many. */
    boolean readsContents(List<Sort> sorts) {
        return needsScan() || joinsContents(sorts);
    }

    private boolean joinsContents(List<Sort> sorts) {
        return condition.needsContent()
                || columns.stream().anyMatch(SearchNode.Sql::needsContent)
                || sorts.stream().anyMatch(sort -> column(sort).contains("c."));
    }

    /**
     * Every candidate of the folders in that order; equal ones by UID.
     *
     * @param isWanted asked from time to time whether somebody still waits for them
     */
    Candidates run(Connection connection, List<Long> folders, List<Sort> sorts, BooleanSupplier isWanted)
            throws SQLException {
        String places = folders.stream().map(folder -> "?").collect(Collectors.joining(","));
        String order = sorts.stream()
                .map(sort -> column(sort) + (sort.isReverse() ? " DESC, " : ", "))
                .collect(Collectors.joining());
        String statement = select(sorts) + " WHERE m.folder_id IN (" + places + ") AND (" + condition.text()
                + ") ORDER BY " + order + "m.uid, m.folder_id";
        // the pool takes it back with the connection
        connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
        try (PreparedStatement query = connection.prepareStatement(statement)) {
            query.setFetchSize(ROW_BY_ROW);
            int index = 1;
            for (SearchNode.Sql column : columns) {
                index = set(query, index, column.parameters());
            }
            index = set(query, index, folders);
            set(query, index, condition.parameters());
            return read(query, isWanted);
        }
    }

    private Candidates read(PreparedStatement query, BooleanSupplier isWanted) throws SQLException {
        Candidates candidates = new Candidates();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next() && isWanted.getAsBoolean()) {
                candidates.add(rows.getLong(1), rows.getLong(2));
                if (!columns.isEmpty()) {
                    candidates.addAnswers(answers(rows));
                }
            }
        }
        return candidates;
    }

    private String select(List<Sort> sorts) {
        String answers = columns.stream().map(sql -> ", (" + sql.text() + ")").collect(Collectors.joining());
        return tables.sql("SELECT m.uid, m.content_id" + answers + " FROM {message} m"
                + (joinsContents(sorts) ? " JOIN {content} c ON c.id = m.content_id" : ""));
    }

    private BitSet answers(ResultSet rows) throws SQLException {
        BitSet answers = new BitSet(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            answers.set(i, rows.getBoolean(i + 3));
        }
        return answers;
    }

    private void collect(SearchNode node) {
        if (node instanceof SearchNode.Sql sql) {
            columns.add(sql);
        } else if (node instanceof SearchNode.All all) {
            all.nodes().forEach(this::collect);
        } else if (node instanceof SearchNode.Any any) {
            any.nodes().forEach(this::collect);
        } else if (node instanceof SearchNode.Not not) {
            collect(not.node());
        }
    }

    private static int set(PreparedStatement query, int first, List<?> parameters) throws SQLException {
        int index = first;
        for (Object parameter : parameters) {
            query.setObject(index++, parameter);
        }
        return index;
    }

    private static String column(Sort sort) {
        return switch (sort.getSortClause()) {
            case Uid -> "m.uid";
            case Id -> "m.content_id";
            case Arrival -> "m.internal_date";
            case Size -> "m.size";
            case SentDate -> "COALESCE(c.sent_at, m.internal_date)";
            case BaseSubject -> "COALESCE(c.base_subject, '')";
            case MailboxFrom -> "COALESCE(c.from_mailbox, '')";
            case MailboxTo -> "COALESCE(c.to_mailbox, '')";
            case MailboxCc -> "COALESCE(c.cc_mailbox, '')";
        };
    }
}
