// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.posthorn.postfixadmin.sql.Database;

/**
 * Limits of storage and of messages, for a user, for a domain's users, and for all.
 *
 * <p>A user's storage is the column {@code quota} of the table {@code mailbox}; everything else PostfixAdmin does not know,
 * and is in a table of our own. A limit is in bytes or in messages; {@link #UNLIMITED} is a limit as well, which
 * hides those of the domain and of all.
 */
@Singleton
public final class QuotaLimits {

    /** Says that there is no limit, as opposed to nothing being said. */
    public static final long UNLIMITED = -1;

    private static final String PANEL = "panel";
    private static final long PANELS_UNLIMITED = 0;
    private static final long PANELS_NOTHING = -1;

    private final Transactions transactions;
    private final OwnTables ownTables;
    private final PanelMailboxes mailboxes;

    @Inject
    public QuotaLimits(Database database, OwnTables ownTables, PanelMailboxes mailboxes) {
        this.transactions = new Transactions(database);
        this.ownTables = ownTables;
        this.mailboxes = mailboxes;
    }

    /** What is limited. */
    public enum Kind {
        STORAGE("storage"),
        MESSAGES("messages");

        private final String column;

        Kind(String column) {
            this.column = column;
        }
    }

    /**
     * Whose limit it is.
     *
     * @param kind {@code user}, {@code domain} or {@code global}
     * @param name the user's or the domain's, in lower case; empty for all
     */
    public record Scope(String kind, String name) {

        public static Scope user(String username) {
            return new Scope("user", username.toLowerCase(Locale.ROOT));
        }

        public static Scope domain(String domain) {
            return new Scope("domain", domain.toLowerCase(Locale.ROOT));
        }

        public static Scope global() {
            return new Scope("global", "");
        }
    }

    /**
     * A limit that is set.
     *
     * @param kind of what
     * @param scope for whom
     * @param value in bytes or messages, or {@link #UNLIMITED}
     */
    public record Limit(Kind kind, Scope scope, long value) {}

    /** The limit that is set for a domain's users, or for all. */
    public Optional<Long> find(Kind kind, Scope scope) {
        String select = "SELECT " + kind.column + " FROM " + ownTables.quota() + " WHERE scope = ? AND name = ? AND "
                + kind.column + " IS NOT NULL";
        return transactions.read(handle -> handle.select(select, scope.kind(), scope.name())
                .mapTo(Long.class)
                .findOne());
    }

    /** All limits that are set for a user, for his domain's users and for all; one question to the database. */
    public List<Limit> of(Scope user, Optional<Scope> domain) {
        String select = "SELECT '" + PANEL + "' AS scope, quota AS storage, NULL AS messages FROM mailbox"
                + " WHERE username = :user UNION ALL SELECT scope, storage, messages FROM " + ownTables.quota()
                + " WHERE (scope = 'user' AND name = :user) OR (scope = 'domain' AND name = :domain)"
                + " OR scope = 'global'";
        Map<Scope, Row> rows = new HashMap<>();
        transactions
                .read(handle -> handle.createQuery(select)
                        .bind("user", Names.isPlain(user.name()) ? user.name() : "")
                        .bind("domain", domain.map(Scope::name).orElse(""))
                        .map(Row.MAPPER)
                        .list())
                .forEach(row -> rows.put(scope(row.scope(), user, domain), row));
        List<Limit> limits = new ArrayList<>();
        panels(rows).ifPresent(bytes -> limits.add(new Limit(Kind.STORAGE, user, bytes)));
        rows.forEach((scope, row) -> {
            row.messages().ifPresent(count -> limits.add(new Limit(Kind.MESSAGES, scope, count)));
            row.storage()
                    .filter(bytes -> !scope.kind().equals(PANEL))
                    .filter(bytes -> !scope.equals(user) || panels(rows).isEmpty())
                    .ifPresent(bytes -> limits.add(new Limit(Kind.STORAGE, scope, bytes)));
        });
        return limits;
    }

    private static Optional<Long> panels(Map<Scope, Row> rows) {
        return Optional.ofNullable(rows.get(new Scope(PANEL, "")))
                .flatMap(Row::storage)
                .filter(bytes -> bytes != PANELS_UNLIMITED)
                .map(bytes -> Math.max(0, bytes));
    }

    private static Scope scope(String kind, Scope user, Optional<Scope> domain) {
        return switch (kind) {
            case "user" -> user;
            case "domain" -> domain.orElseThrow();
            default -> new Scope(kind, "");
        };
    }

    private record Row(String scope, Optional<Long> storage, Optional<Long> messages) {

        static final RowMapper<Row> MAPPER = (row, context) -> new Row(
                row.getString("scope"),
                Optional.ofNullable(row.getObject("storage", Long.class)),
                Optional.ofNullable(row.getObject("messages", Long.class)));
    }

    /**
     * Sets a limit; a user's storage within what his domain allows.
     *
     * @throws RefusedException if there is no such mailbox, or its domain does not allow it
     */
    public void set(Kind kind, Scope scope, long limit) {
        if (isPanels(kind, scope)) {
            Optional<Long> ours = limit == UNLIMITED ? Optional.of(limit) : Optional.empty();
            mailboxes.setQuota(scope.name(), panels(limit), storing(kind, scope, ours));
            return;
        }
        refuseUnknown(scope);
        store(storing(kind, scope, Optional.of(limit)));
    }

    /** Takes a limit away, so that the next wider scope counts. */
    public void remove(Kind kind, Scope scope) {
        Consumer<Handle> removal = storing(kind, scope, Optional.empty());
        if (isPanels(kind, scope)) {
            mailboxes.setQuota(scope.name(), PANELS_UNLIMITED, removal);
        } else {
            store(removal);
        }
    }

    private void store(Consumer<Handle> change) {
        transactions.write(handle -> {
            change.accept(handle);
            return true;
        });
    }

    private Consumer<Handle> storing(Kind kind, Scope scope, Optional<Long> limit) {
        String upsert = "INSERT INTO " + ownTables.quota() + " (scope, name, " + kind.column
                + ") VALUES (:scope, :name, :limit) ON DUPLICATE KEY UPDATE " + kind.column + " = :limit";
        String tidy = "DELETE FROM " + ownTables.quota() + " WHERE storage IS NULL AND messages IS NULL AND scope = ?"
                + " AND name = ?";
        return handle -> {
            handle.createUpdate(upsert)
                    .bind("scope", scope.kind())
                    .bind("name", scope.name())
                    .bind("limit", limit.orElse(null))
                    .execute();
            handle.execute(tidy, scope.kind(), scope.name());
        };
    }

    private void refuseUnknown(Scope scope) {
        if (scope.kind().equals("user") && !mailboxes.contains(scope.name())) {
            throw new RefusedException("mailbox " + scope.name() + " does not exist");
        }
    }

    private static boolean isPanels(Kind kind, Scope scope) {
        return kind == Kind.STORAGE && scope.kind().equals("user");
    }

    private static long panels(long limit) {
        if (limit == UNLIMITED) {
            return PANELS_UNLIMITED;
        }
        return limit == 0 ? PANELS_NOTHING : limit;
    }
}
