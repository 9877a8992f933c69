// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables and columns that the database has now; PostfixAdmin 4 has more of them than 3.3.
 *
 * <p>Names are compared without regard to case. An instance never changes: {@link Database#schema()} gives the newest.
 */
public final class Schema {

    private static final String COLUMNS =
            """
            SELECT table_name AS t, column_name AS c, character_set_name AS s, collation_name AS o
              FROM information_schema.columns
             WHERE table_schema = DATABASE()
            """;

    private static final Map<String, List<String>> REQUIRED = Map.of(
            "domain", List.of("domain", "transport", "backupmx", "active"),
            "alias_domain", List.of("alias_domain", "target_domain", "active"),
            "alias", List.of("address", "goto", "domain", "active"),
            "mailbox", List.of("username", "password", "quota", "domain", "active"));

    private static final Text PLAIN = new Text("latin1", "latin1_general_ci");

    private final Map<String, Map<String, Text>> tables;

    private Schema(Map<String, Map<String, Text>> tables) {
        this.tables = tables;
    }

    /** What is there now, by one query. */
    static Schema probe(Connection connection) throws SQLException {
        Map<String, Map<String, Text>> tables = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                tables.computeIfAbsent(lower(rows.getString("t")), name -> new LinkedHashMap<>())
                        .put(lower(rows.getString("c")), Text.of(rows.getString("s"), rows.getString("o")));
            }
        }
        return new Schema(tables);
    }

    /** Whether the table exists. */
    public boolean hasTable(String table) {
        return tables.containsKey(lower(table));
    }

    /** Whether the table exists and has the column. */
    public boolean hasColumn(String table, String column) {
        return columns(table).containsKey(lower(column));
    }

    /**
     * An expression to compare a column with, brought to the column's own character set and collation. Otherwise the
     * column would be brought to the expression's, and its index could not be used, or the two would not mix at all.
     * Characters that the column's character set lacks become {@code ?}: compare what was found in Java again.
     *
     * <p>A parameter gets a character set of its own first. MySQL takes it to be in the one it is brought to otherwise,
     * and refuses the whole question when it is not.
     */
    public String comparable(String expression, String table, String column) {
        Text text = Optional.ofNullable(columns(table).get(lower(column)))
                .filter(Text::isSafe)
                .orElse(PLAIN);
        String source = "?".equals(expression) ? "CAST(? AS CHAR CHARACTER SET utf8mb4)" : expression;
        return "CONVERT(" + source + " USING " + text.charset() + ") COLLATE " + text.collation();
    }

    /** App passwords, beside the mailbox's own one: since 4.0. */
    public boolean hasAppPasswords() {
        return hasColumn("mailbox_app_password", "username") && hasColumn("mailbox_app_password", "password_hash");
    }

    /** Whether users can be kept from sending: since 4.0. */
    public boolean hasSmtpActive() {
        return hasColumn("mailbox", "smtp_active");
    }

    /** Whether mailboxes carry the day on which their password ends. */
    public boolean hasPasswordExpiry() {
        return hasColumn("mailbox", "password_expiry");
    }

    /** A sentence for each table or column without which no mail can be taken; empty if all is there. */
    List<String> missing() {
        List<String> problems = new ArrayList<>();
        REQUIRED.keySet().stream().sorted().forEach(table -> {
            if (!hasTable(table)) {
                problems.add("the database has no table '" + table + "': is it PostfixAdmin's, and was its setup run?");
                return;
            }
            REQUIRED.getOrDefault(table, List.of()).stream()
                    .filter(column -> !hasColumn(table, column))
                    .forEach(column -> problems.add("the table '" + table + "' has no column '" + column
                            + "': PostfixAdmin 3.3 or later is needed"));
        });
        return problems;
    }

    private Map<String, Text> columns(String table) {
        return tables.getOrDefault(lower(table), Collections.emptyMap());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private record Text(String charset, String collation) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");

        static Text of(@Nullable String charset, @Nullable String collation) {
            return new Text(charset == null ? "" : charset, collation == null ? "" : collation);
        }

        boolean isSafe() {
            return NAME.matcher(charset).matches() && NAME.matcher(collation).matches();
        }
    }
}
