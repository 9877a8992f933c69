// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.mailbox.search.ContentTest;

/** A query as a tree of conditions, as far as possible gathered into conditions the database can answer. */
sealed interface SearchNode {

    /** A condition on the row of a message ({@code m}) and of its content ({@code c}); never NULL. */
    record Sql(String text, List<Object> parameters) implements SearchNode {

        static final Sql TRUE = new Sql("TRUE", List.of());
        static final Sql FALSE = new Sql("FALSE", List.of());

        boolean needsContent() {
            return text.contains("c.");
        }
    }

    /** A condition the content must be read for, and one of the database without which it cannot hold. */
    record Scan(ContentTest test, Sql necessary) implements SearchNode {

        Scan(ContentTest test) {
            this(test, Sql.TRUE);
        }
    }

    /** All conditions, of which at least one is no {@link Sql}. */
    record All(List<SearchNode> nodes) implements SearchNode {}

    /** Any of several conditions, of which at least one is no {@link Sql}. */
    record Any(List<SearchNode> nodes) implements SearchNode {}

    /** The contrary of a condition that is no {@link Sql}. */
    record Not(SearchNode node) implements SearchNode {}

    /** All of the conditions; those of the database come first, for they are cheap. */
    static SearchNode all(List<SearchNode> nodes) {
        List<SearchNode> flat = new ArrayList<>();
        nodes.forEach(node -> flat.addAll(node instanceof All all ? all.nodes() : List.of(node)));
        List<SearchNode> joined = joined(flat, " AND ", Sql.TRUE);
        return joined.size() == 1 ? joined.get(0) : new All(joined);
    }

    /** Any of the conditions. */
    static SearchNode any(List<SearchNode> nodes) {
        List<SearchNode> joined = joined(nodes, " OR ", Sql.FALSE);
        return joined.size() == 1 ? joined.get(0) : new Any(joined);
    }

    /** The contrary. */
    static SearchNode not(SearchNode node) {
        return node instanceof Sql sql ? new Sql("NOT (" + sql.text() + ")", sql.parameters()) : new Not(node);
    }

    /** What the database can say against a row: every match of the query fulfils it. */
    static Sql necessary(SearchNode node) {
        if (node instanceof Sql sql) {
            return sql;
        }
        if (node instanceof Scan scan) {
            return scan.necessary();
        }
        if (node instanceof All all) {
            return (Sql) all(
                    all.nodes().stream().<SearchNode>map(SearchNode::necessary).toList());
        }
        if (node instanceof Any any) {
            return (Sql) any(
                    any.nodes().stream().<SearchNode>map(SearchNode::necessary).toList());
        }
        return Sql.TRUE;
    }

    private static List<SearchNode> joined(List<SearchNode> nodes, String operator, Sql ofNone) {
        StringBuilder text = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        List<SearchNode> joined = new ArrayList<>();
        for (SearchNode node : nodes) {
            if (node instanceof Sql sql) {
                text.append(text.length() == 0 ? "" : operator)
                        .append('(')
                        .append(sql.text())
                        .append(')');
                parameters.addAll(sql.parameters());
            } else {
                joined.add(node);
            }
        }
        if (text.length() > 0 || joined.isEmpty()) {
            joined.add(0, text.length() == 0 ? ofNone : new Sql(text.toString(), parameters));
        }
        return joined;
    }
}
