// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.quota.UsageWatch;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreWork;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.Schema;

/**
 * How much lies in each mailbox, kept exact by being changed in the transaction that stores or removes.
 *
 * <p>Adding is one statement that looks up the limit, compares and adds under the lock of the owner's row; two deliveries
 * can never both take the last free place. Limits are those of {@code QuotaLimits}: the panel's quota of the mailbox, else
 * what was set for the user, his domain or all. A mailbox may be filled to its limit exactly.
 *
 * <p>The methods work within the caller's transaction and leave committing to it. They are called after the rows of
 * folders and messages are changed and before those of contents. Names that begin with {@code #} are detached accounts,
 * which have no usage.
 */
@Singleton
public final class Usage {

    private static final Pattern PANELS_NAME = Pattern.compile("[\\x21-\\x7e&&[^#]][\\x21-\\x7e]*@[\\x21-\\x7e]+");
    private static final int LONGEST_NAME = 255;

    private final Database database;
    private final StoreDatabase store;
    private final AdoptionState state;
    private volatile @Nullable UsageSql panels;
    private volatile @Nullable UsageSql guarded;
    private volatile @Nullable UsageSql ours;
    private volatile UsageWatch watch = UsageWatch.NOBODY;

    /** Usage in these tables, with knowledge of its own about what is adopted. */
    public Usage(Database database, StoreDatabase store) {
        this(database, store, new AdoptionState(database, store));
    }

    @Inject
    public Usage(Database database, StoreDatabase store, AdoptionState state) {
        this.database = database;
        this.store = store;
        this.state = state;
    }

    /** Who is told of mailboxes that fill; there is one. */
    public void watch(UsageWatch newWatch) {
        this.watch = newWatch;
    }

    /**
     * Counts what the transaction stored.
     *
     * @throws OverQuotaException if it does not fit; nothing is counted then
     */
    public void add(Connection connection, String owner, long bytes, long messages)
            throws SQLException, MailboxException {
        if (isDetached(owner)) {
            return;
        }
        if (tryAdd(connection, owner, bytes, messages)) {
            return;
        }
        change(connection, sql(connection, owner).insert(), owner);
        if (!tryAdd(connection, owner, bytes, messages)) {
            throw overQuota(figures(connection, owner), bytes);
        }
    }

    /** Counts what the transaction removed; never below nothing. */
    public void subtract(Connection connection, String owner, long bytes, long messages)
            throws SQLException, MailboxException {
        if (!isDetached(owner)) {
            guarded(connection, owner, sql -> change(connection, sql.subtract(), owner, bytes, messages));
        }
    }

    /** Counts without asking for the limit, for figures that are restored. */
    void addUnchecked(Connection connection, String owner, long bytes, long messages)
            throws SQLException, MailboxException {
        guarded(connection, owner, sql -> {
            change(connection, sql.insert(), owner);
            return change(connection, sql.addUnchecked(), owner, bytes, messages);
        });
    }

    /** Sets the figures, whatever they were. */
    void set(Connection connection, String owner, long bytes, long messages) throws SQLException, MailboxException {
        guarded(connection, owner, sql -> {
            change(connection, sql.insert(), owner);
            return change(connection, sql.set(), owner, bytes, messages);
        });
    }

    /** Sets the figures to what was counted, or removes them when the panel does not have the user any more. */
    Replaced replace(Connection connection, String owner, Amount counted) throws SQLException, MailboxException {
        UsageSql sql = exactSql(connection, owner);
        Amount before = current(connection, sql, owner);
        if (sql.isPanels()) {
            change(connection, sql.forgetOurs(), owner);
            if (!exists(connection, sql, owner)) {
                forget(connection, owner);
                return new Replaced(before, Amount.NOTHING);
            }
        }
        if (!before.equals(counted)) {
            set(connection, owner, counted.bytes(), counted.messages());
        }
        return new Replaced(before, counted);
    }

    /**
     * Sets the figures of an owner who was given mail, or from whom it was taken, as a whole, to what his folders hold then.
     * They are asked for under the lock of his usage: what is being delivered to a folder of his meanwhile is either among
     * it, or waits and is added afterwards.
     *
     * @param held what is in his folders by now
     */
    public void settle(Connection connection, String owner, StoreWork<Amount> held)
            throws SQLException, MailboxException {
        UsageSql sql = exactSql(connection, owner);
        change(connection, sql.insert(), owner);
        var unusedFigures = current(connection, sql, owner);
        Amount amount = held.run(connection);
        if (amount.equals(Amount.NOTHING)) {
            forget(connection, owner);
        } else {
            var unused = replace(connection, owner, amount);
        }
    }

    /** What figures were and are. */
    record Replaced(Amount before, Amount after) {
        boolean isChange() {
            return !before.equals(after);
        }
    }

    /** Whether the panel's table is the one that is used. */
    boolean usesPanels(Connection connection) throws SQLException, MailboxException {
        return state.isAdopted(connection);
    }

    void forget(Connection connection, String owner) throws SQLException, MailboxException {
        guarded(connection, owner, sql -> change(connection, sql.delete(), owner));
    }

    /** Usage and limits of an owner as they are in the tables now. */
    public Figures figures(Connection connection, String owner) throws SQLException, MailboxException {
        try (PreparedStatement query =
                connection.prepareStatement(exactSql(connection, owner).figures())) {
            int next = limits(query, 1, owner);
            query.setString(next, owner);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Figures(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
    }

    /** The same, after waiting for the transactions that change the usage now. */
    Figures settled(Connection connection, String owner) throws SQLException, MailboxException {
        current(connection, exactSql(connection, owner), owner);
        return figures(connection, owner);
    }

    /** A question for name, bytes, messages and both limits of so many mailboxes of the panel. */
    String manySql(Connection connection, int names) throws SQLException, MailboxException {
        return exactSql(connection, "a@panel").many(names);
    }

    /** The statements for the table that is used now, for those that cannot find out. */
    private UsageSql exactSql(Connection connection, String owner) throws SQLException, MailboxException {
        UsageSql sql = sql(connection, owner);
        return sql.isGuarded() && state.isAdopted(connection) ? sql(connection, owner) : sql;
    }

    /** A statement that says how many rows it found. */
    @FunctionalInterface
    private interface Change {
        int by(UsageSql sql) throws SQLException;
    }

    /** Makes a change, once more if it was tried on the table that is not used any more. */
    private int guarded(Connection connection, String owner, Change change) throws SQLException, MailboxException {
        UsageSql sql = sql(connection, owner);
        int found = change.by(sql);
        return found == 0 && sql.isGuarded() && state.isAdopted(connection) ? change.by(sql(connection, owner)) : found;
    }

    private boolean tryAdd(Connection connection, String owner, long bytes, long messages)
            throws SQLException, MailboxException {
        return guarded(connection, owner, sql -> add(connection, sql, owner, bytes, messages)) > 0;
    }

    private int add(Connection connection, UsageSql sql, String owner, long bytes, long messages) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql.add(), Statement.RETURN_GENERATED_KEYS)) {
            update.setLong(1, bytes);
            update.setLong(2, messages);
            update.setString(3, owner);
            update.setLong(4, bytes);
            update.setLong(5, messages);
            update.setLong(6, bytes);
            limits(update, 7, owner);
            int found = update.executeUpdate();
            if (found > 0) {
                tell(update, owner);
            }
            return found;
        }
    }

    private void tell(PreparedStatement update, String owner) throws SQLException {
        try (ResultSet key = update.getGeneratedKeys()) {
            if (key.next() && key.getLong(1) >= UsageSql.MARK) {
                int percents = (int) (key.getLong(1) - UsageSql.MARK);
                watch.filled(owner, percents / 1000, percents % 1000);
            }
        }
    }

    private static int limits(PreparedStatement statement, int first, String owner) throws SQLException {
        String domain = owner.substring(owner.lastIndexOf('@') + 1);
        statement.setString(first, owner);
        statement.setString(first + 1, owner);
        statement.setString(first + 2, domain);
        statement.setString(first + 3, owner);
        statement.setString(first + 4, domain);
        return first + 5;
    }

    private static int change(Connection connection, String sql, String owner, long bytes, long messages)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, bytes);
            update.setLong(2, messages);
            update.setString(3, owner);
            return update.executeUpdate();
        }
    }

    private static int change(Connection connection, String sql, String owner) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, owner);
            return update.executeUpdate();
        }
    }

    private static Amount current(Connection connection, UsageSql sql, String owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.lock())) {
            query.setString(1, owner);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new Amount(row.getLong(1), row.getLong(2)) : Amount.NOTHING;
            }
        }
    }

    private static boolean exists(Connection connection, UsageSql sql, String owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.exists())) {
            query.setString(1, owner);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static OverQuotaException overQuota(Figures figures, long bytes) {
        return figures.bytes() + bytes > figures.byteLimit()
                ? new OverQuotaException(
                        "Quota exceeded (mailbox for user is full)",
                        QuotaSizeLimit.size(figures.byteLimit()),
                        QuotaSizeUsage.size(figures.bytes()))
                : new OverQuotaException(
                        "Quota exceeded (mailbox for user is full)",
                        QuotaCountLimit.count(figures.messageLimit()),
                        QuotaCountUsage.count(figures.messages()));
    }

    static boolean isDetached(String owner) {
        return owner.startsWith("#");
    }

    /** Whether the name can be one of the panel's, whose keys hold latin1 of 255 letters. */
    static boolean isPanels(String owner) {
        return owner.length() <= LONGEST_NAME && PANELS_NAME.matcher(owner).matches();
    }

    /** The statements for this owner, as far as is known now. */
    UsageSql sql(Connection connection, String owner) throws SQLException, MailboxException {
        Schema schema = database.schema(connection);
        if (!isPanels(owner)) {
            UsageSql last = ours;
            if (last == null || !last.isFor(schema)) {
                last = new UsageSql(schema, store.tables(), false, "");
                ours = last;
            }
            return last;
        }
        boolean adopted = state.wasAdopted(connection);
        UsageSql last = adopted ? panels : guarded;
        if (last == null || !last.isFor(schema)) {
            last = new UsageSql(schema, store.tables(), adopted, adopted ? "" : state.unlessAdopted());
            if (adopted) {
                panels = last;
            } else {
                guarded = last;
            }
        }
        return last;
    }
}
