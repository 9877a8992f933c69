// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.jdbi.v3.core.Handle;
import org.posthorn.postfixadmin.sql.Database;

/**
 * Limits of storage and of messages, for a user, for a domain's users, and for all.
 *
 * <p>A user's storage is the column {@code quota} of the table {@code mailbox}; everything else PostfixAdmin does not know,
 * and is in a table of our own. A limit is in bytes or in messages; {@link #UNLIMITED} is a limit as well, which
 * hides those of the domain and of all.
 */
public final class QuotaLimits {

    /** Says that there is no limit, as opposed to nothing being said. */
    public static final long UNLIMITED = -1;

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

    /** The limit that is set for exactly this scope. */
    public Optional<Long> find(Kind kind, Scope scope) {
        Optional<Long> panels = isPanels(kind, scope) ? mailboxes.quota(scope.name()) : Optional.empty();
        if (panels.filter(bytes -> bytes != PANELS_UNLIMITED).isPresent()) {
            return panels.map(bytes -> Math.max(0, bytes));
        }
        return findOwn(kind, scope);
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

    private Optional<Long> findOwn(Kind kind, Scope scope) {
        String select = "SELECT " + kind.column + " FROM " + ownTables.quota() + " WHERE scope = ? AND name = ? AND "
                + kind.column + " IS NOT NULL";
        return transactions.read(handle -> handle.select(select, scope.kind(), scope.name())
                .mapTo(Long.class)
                .findOne());
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
