// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Admissions;
import org.posthorn.postfixadmin.password.Fingerprint;

/**
 * {@link Admissions} over PostfixAdmin's database, by one query.
 *
 * <p>A row that was created at another time is another account, unless that time is the panel's default: upgrades of the
 * panel and scripts put it in place of older ones. A row that is made anew within the same second is told by its
 * password.
 */
public final class JdbcAdmissions implements Admissions {

    /** What the panel's schema fills in where nobody said when a row was created. */
    private static final String UNKNOWN = "2000-01-01 00:00:00";

    private static final String STATEMENT =
            """
            SELECT m.username, m.active, d.active, %s, m.password, %s
              FROM mailbox m
              LEFT JOIN domain d ON d.domain = m.domain
              %s
             WHERE m.username IN (%s)
            """;

    private final Database database;

    @Inject
    public JdbcAdmissions(Database database) {
        this.database = database;
    }

    @Override
    public Map<Admission, Revocation> revoked(Collection<Admission> admissions) {
        List<String> usernames =
                admissions.stream().map(Admission::username).distinct().toList();
        if (usernames.isEmpty()) {
            return Map.of();
        }
        Map<String, Account> accounts = database.read(connection -> accounts(connection, usernames));
        Map<Admission, Revocation> revoked = new LinkedHashMap<>();
        for (Admission admission : admissions) {
            revocation(admission, Optional.ofNullable(accounts.get(admission.username())))
                    .ifPresent(reason -> revoked.put(admission, reason));
        }
        return revoked;
    }

    /** When a mailbox was created, as text. */
    static String created(Schema schema) {
        return schema.hasColumn("mailbox", "created") ? "LEFT(CAST(m.created AS CHAR), 19)" : "''";
    }

    private static Optional<Revocation> revocation(Admission admission, Optional<Account> found) {
        if (found.isEmpty()) {
            return Optional.of(Revocation.DELETED);
        }
        Account account = found.get();
        if (!account.created().equals(admission.created()) && !account.created().equals(UNKNOWN)) {
            return Optional.of(Revocation.RECREATED);
        }
        if (!account.active()) {
            return Optional.of(Revocation.INACTIVE);
        }
        return account.passwords().contains(admission.password()) ? Optional.empty() : Optional.of(Revocation.PASSWORD);
    }

    private Map<String, Account> accounts(Connection connection, List<String> usernames) throws SQLException {
        Map<String, Account> accounts = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(statement(database.schema(connection), usernames.size()))) {
            for (int i = 0; i < usernames.size(); i++) {
                query.setString(i + 1, usernames.get(i));
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    boolean active = row.getInt(2) != 0 && row.getInt(3) != 0;
                    String created = Optional.ofNullable(row.getString(4)).orElse("");
                    Account account = accounts.computeIfAbsent(
                            Address.folded(row.getString(1)), name -> new Account(created, active, new HashSet<>()));
                    account.add(Optional.ofNullable(row.getString(5)));
                    account.add(Optional.ofNullable(row.getString(6)));
                }
            }
        }
        return accounts;
    }

    private static String statement(Schema schema, int count) {
        boolean appPasswords = schema.hasAppPasswords();
        return String.format(
                Locale.ROOT,
                STATEMENT,
                created(schema),
                appPasswords ? "p.password_hash" : "NULL",
                appPasswords
                        ? "LEFT JOIN mailbox_app_password p ON p.username = "
                                + schema.comparable("m.username", "mailbox_app_password", "username")
                        : "",
                String.join(", ", Collections.nCopies(count, schema.comparable("?", "mailbox", "username"))));
    }

    /** A row of {@code mailbox}, with the fingerprints of every password that is good for it. */
    private record Account(String created, boolean active, Set<String> passwords) {

        void add(Optional<String> hash) {
            hash.filter(text -> !text.isEmpty()).map(Fingerprint::of).ifPresent(passwords::add);
        }
    }
}
