// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches {@link Rows}: everything about any number of addresses in one round trip, in two for
 * a single address that is no alias itself, each table read by its primary key.
 *
 * <p>Most addresses asked for are somebody's, and so have an alias of their own: for a single one a short statement looks
 * for that first. For the rest there are two, alike but for the table that the addresses come from, so that the server
 * has to prepare them once per connection: one address comes in two parameters; several come as a JSON array in one. Both
 * MySQL and MariaDB read the primary keys of all tables (const and eq_ref) in them.
 */
final class Lookup {

    private static final String ONE = "(SELECT 1 AS i, ? AS l, ? AS d)";

    private static final String MANY =
            """
            JSON_TABLE(?, '$[*]' COLUMNS (
              i FOR ORDINALITY, l VARCHAR(255) PATH '$[0]', d VARCHAR(255) PATH '$[1]'))""";

    private static final String COLUMNS =
            """
            SELECT q.i,
                   d.domain, d.active, d.backupmx, d.transport, t.domain, t.active, t.backupmx, t.transport,
                   a.address, a.goto, a.active, m.username, m.active,
                   ta.address, ta.goto, ta.active, tm.username, tm.active,
                   c.address, c.goto, c.active, tc.address, tc.goto, tc.active
              FROM %s q
              LEFT JOIN domain d ON d.domain = %s
              LEFT JOIN alias_domain ad ON ad.alias_domain = %s AND ad.active = 1
              LEFT JOIN domain t ON t.domain = %s AND t.active = 1
              LEFT JOIN alias a ON a.address = %s
              LEFT JOIN alias c ON c.address = %s
              LEFT JOIN mailbox m ON m.username = %s
              LEFT JOIN alias ta ON ta.address = %s
              LEFT JOIN alias tc ON tc.address = %s
              LEFT JOIN mailbox tm ON tm.username = %s
            """;

    /** What a name with an alias of its own, as every mailbox has in PostfixAdmin, is decided by. */
    private static final String OWN =
            """
            SELECT ad.alias_domain, d.domain, d.active, d.backupmx, d.transport,
                   a.address, a.goto, a.active, m.username, m.active
              FROM domain d
              JOIN alias a ON a.address = %s
              LEFT JOIN alias_domain ad ON ad.alias_domain = %s
              LEFT JOIN mailbox m ON m.username = %s
             WHERE d.domain = %s
            """;

    private static final int OWN_ALIAS = 6;
    private static final int OWN_MAILBOX = 9;

    private static final int DOMAIN = 2;
    private static final int TARGET_DOMAIN = 6;
    private static final int ALIAS = 10;
    private static final int MAILBOX = 13;
    private static final int TARGET_ALIAS = 15;
    private static final int TARGET_MAILBOX = 18;
    private static final int CATCH_ALL = 20;
    private static final int TARGET_CATCH_ALL = 23;

    private static final String PSEUDO_DOMAIN = "all";

    private final Schema schema;
    private final String own;
    private final String one;
    private final String many;

    Lookup(Schema schema) {
        this.schema = schema;
        this.own = own(schema);
        this.one = statement(schema, ONE);
        this.many = statement(schema, MANY);
    }

    /** Whether the statements were made for this very schema. */
    boolean isFor(Schema other) {
        return schema == other;
    }

    /** The rows of each address, in the order of the addresses. */
    List<Rows> find(Connection connection, List<Address> addresses) throws SQLException {
        if (addresses.size() == 1) {
            Optional<Rows> own = own(connection, addresses.get(0));
            if (own.isPresent()) {
                return List.of(own.get());
            }
        }
        return all(connection, addresses);
    }

    /** All that matters about a name which is an alias itself, in a domain that is no alias of another; else nothing. */
    private Optional<Rows> own(Connection connection, Address address) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(own)) {
            statement.setString(1, address.text());
            statement.setString(2, address.domain());
            statement.setString(3, address.text());
            statement.setString(4, address.domain());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getString(1) != null) {
                    return Optional.empty();
                }
                Rows.Entry entry = entry(row, OWN_ALIAS, OWN_MAILBOX, address.text());
                Optional<Rows.Domain> domain =
                        domain(row, DOMAIN).filter(found -> found.name().equals(address.domain()));
                return entry.alias().isEmpty() || domain.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Rows.own(domain.get(), entry));
            }
        }
    }

    private List<Rows> all(Connection connection, List<Address> addresses) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(addresses.size() == 1 ? one : many)) {
            if (addresses.size() == 1) {
                statement.setString(1, addresses.get(0).local());
                statement.setString(2, addresses.get(0).domain());
            } else {
                statement.setString(1, json(addresses));
            }
            @Nullable Rows[] found = new @Nullable Rows[addresses.size()];
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int index = row.getInt(1) - 1;
                    found[index] = rows(row, addresses.get(index));
                }
            }
            List<Rows> all = new ArrayList<>(found.length);
            for (Rows rows : found) {
                if (rows == null) {
                    throw new SQLException("the database answered for some of the addresses only");
                }
                all.add(rows);
            }
            return all;
        }
    }

    /** The rows of a domain alone, as of an address without a local part. */
    Rows find(Connection connection, String domain) throws SQLException {
        return all(connection, List.of(new Address("", domain))).get(0);
    }

    private static String own(Schema schema) {
        return String.format(
                Locale.ROOT,
                OWN,
                schema.comparable("?", "alias", "address"),
                schema.comparable("?", "alias_domain", "alias_domain"),
                schema.comparable("?", "mailbox", "username"),
                schema.comparable("?", "domain", "domain"));
    }

    private static String statement(Schema schema, String source) {
        String address = "CONCAT(q.l, '@', q.d)";
        String rest = "CONCAT('@', q.d)";
        return String.format(
                Locale.ROOT,
                COLUMNS,
                source,
                schema.comparable("q.d", "domain", "domain"),
                schema.comparable("q.d", "alias_domain", "alias_domain"),
                schema.comparable("ad.target_domain", "domain", "domain"),
                schema.comparable(address, "alias", "address"),
                schema.comparable(rest, "alias", "address"),
                schema.comparable(address, "mailbox", "username"),
                inTarget(schema, "q.l", "alias", "address"),
                inTarget(schema, "''", "alias", "address"),
                inTarget(schema, "q.l", "mailbox", "username"));
    }

    /** Each part by itself: what the client sent may not mix with a column of fewer characters. */
    private static String inTarget(Schema schema, String local, String table, String column) {
        return "CONCAT(" + schema.comparable(local, table, column) + ", '@', "
                + schema.comparable("t.domain", table, column) + ")";
    }

    private static Rows rows(ResultSet row, Address address) throws SQLException {
        Optional<Rows.Domain> domain =
                domain(row, DOMAIN).filter(found -> found.name().equals(address.domain()));
        Optional<Rows.Domain> target = domain(row, TARGET_DOMAIN);
        String targetDomain = target.map(Rows.Domain::name).orElse("");
        return new Rows(
                domain,
                target,
                entry(row, ALIAS, MAILBOX, address.text()),
                entry(row, TARGET_ALIAS, TARGET_MAILBOX, address.local() + '@' + targetDomain),
                alias(row, CATCH_ALL, '@' + address.domain()),
                alias(row, TARGET_CATCH_ALL, '@' + targetDomain));
    }

    private static Optional<Rows.Domain> domain(ResultSet row, int column) throws SQLException {
        String name = row.getString(column);
        if (name == null || Address.folded(name).equals(PSEUDO_DOMAIN)) {
            return Optional.empty();
        }
        String transport = String.valueOf(row.getString(column + 3)).toLowerCase(Locale.ROOT);
        boolean relay =
                row.getInt(column + 2) != 0 || isTransport(transport, "smtp") || isTransport(transport, "relay");
        return Optional.of(new Rows.Domain(
                Address.folded(name), row.getInt(column + 1) != 0, relay, isTransport(transport, "vacation")));
    }

    /** As in Postfix's transport table: the name alone, or followed by a colon and the next hop. */
    private static boolean isTransport(String transport, String name) {
        return transport.equals(name) || transport.startsWith(name + ':');
    }

    private static Rows.Entry entry(ResultSet row, int alias, int mailbox, String name) throws SQLException {
        return new Rows.Entry(alias(row, alias, name), mailbox(row, mailbox, name));
    }

    private static Optional<Rows.Alias> alias(ResultSet row, int column, String name) throws SQLException {
        String address = row.getString(column);
        if (!isSame(address, name)) {
            return Optional.empty();
        }
        String targets = row.getString(column + 1);
        return Optional.of(new Rows.Alias(name, targets == null ? "" : targets, row.getInt(column + 2) != 0));
    }

    private static Optional<Rows.Box> mailbox(ResultSet row, int column, String name) throws SQLException {
        return isSame(row.getString(column), name)
                ? Optional.of(new Rows.Box(name, row.getInt(column + 1) != 0))
                : Optional.empty();
    }

    /** Collations ignore blanks at the end, and what was replaced by {@code ?} may match a {@code ?}; this does not. */
    private static boolean isSame(@Nullable String found, String asked) {
        return found != null && Address.folded(found).equals(asked);
    }

    private static String json(List<Address> addresses) {
        StringBuilder json = new StringBuilder("[");
        for (Address address : addresses) {
            json.append(json.length() > 1 ? "," : "").append('[');
            string(json, address.local()).append(',');
            string(json, address.domain()).append(']');
        }
        return json.append(']').toString();
    }

    /** Control characters and halves of surrogate pairs, which would need more care, are no part of an {@link Address}. */
    private static StringBuilder string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                json.append('\\').append(letter);
            } else {
                json.append(letter);
            }
        }
        return json.append('"');
    }
}
