// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.StoreRefusedException;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.folder.sql.NamedRights;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.script.ActiveScript;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.postfixadmin.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that mail belongs to an account and not to its name: an account that is deleted in the panel and created
 * again starts empty.
 *
 * <p>An owner is remembered with the time his row in the panel was created. When that row is gone, or was created
 * later, his folders, subscriptions and Sieve scripts are detached: they get an owner of their own that nobody can log in
 * as, until an administrator decides, or until the panel has a row of that name and that very time again, as it has when
 * its tables were restored from a backup. Where others gave him rights to their folders, that owner stands in his place.
 * What still came for the old account, while the panel had no row of that name, is set apart as well. Owners the panel
 * never had a row for are left alone. A row that is deleted and made anew within the same second is not told from the old
 * one, and one that the panel does not know the time of does not bring detached mail back.
 */
@Singleton
public final class AccountIdentity {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountIdentity.class);

    private static final int ATTEMPTS = 10;
    private static final int REMEMBERED = 20_000;
    /** An account made anew under an old name gets the old one's folders for no longer than this. */
    private static final Duration CHECKED_FOR = Duration.ofSeconds(2);

    private final StoreDatabase store;
    private final Usage usage;
    private final PanelRows panel;
    private final Attachment attachment;
    private final OrphanScripts scripts;
    private final NamedRights rights;
    private final Cache<String, Boolean> checked = CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(CHECKED_FOR)
            .build();
    private final String lock;
    private final String remember;
    private final String forget;
    private final String hasAnything;
    private final String insert;
    private final String moveFolders;
    private final String moveSubscriptions;
    private final String wasDetached;
    private final String orphans;
    private final String held;
    private volatile Consumer<String> watch = owner -> {};

    @Inject
    public AccountIdentity(Database database, StoreDatabase store, Usage usage, DeletedFolders deleted) {
        StoreTables tables = store.tables();
        this.store = store;
        this.usage = usage;
        this.panel = new PanelRows(database, tables);
        this.attachment = new Attachment(tables, panel, deleted);
        this.scripts = new OrphanScripts(tables);
        this.rights = new NamedRights(tables);
        this.lock = tables.sql("SELECT owner FROM {account} WHERE owner = ? FOR UPDATE");
        this.remember = tables.sql("INSERT IGNORE INTO {account} (owner, created) VALUES (?, ?)");
        this.forget = tables.sql("DELETE FROM {account} WHERE owner = ?");
        this.hasAnything = tables.sql("SELECT EXISTS (SELECT 1 FROM {folder} WHERE owner = ?)"
                + " OR EXISTS (SELECT 1 FROM {subscription} WHERE owner = ?)"
                + " OR EXISTS (SELECT 1 FROM {script} WHERE owner = ?)");
        this.insert = tables.sql("INSERT INTO {orphan} (owner, created, detached_at) VALUES (?, ?, ?)");
        this.moveFolders = tables.sql("UPDATE {folder} SET owner = ? WHERE owner = ?");
        this.moveSubscriptions = tables.sql("UPDATE {subscription} SET owner = ? WHERE owner = ?");
        this.wasDetached = tables.sql("SELECT EXISTS (SELECT 1 FROM {orphan} WHERE owner = ?)");
        this.orphans = tables.sql("SELECT id FROM {orphan} WHERE owner = ? AND created = ? ORDER BY id FOR UPDATE");
        this.held =
                tables.sql("SELECT COALESCE(SUM(bytes), 0), COALESCE(SUM(messages), 0) FROM {folder} WHERE owner = ?");
    }

    /**
     * Who is told of an owner before his folders become another's, so that nobody who was let in by the old account sees
     * those of the new one; there is one. What it throws for a database that does not answer keeps the folders as they are.
     */
    public void watch(Consumer<String> newWatch) {
        this.watch = newWatch;
    }

    /**
     * To be called before an owner's folders are opened or delivered to; one query if all is as it was.
     *
     * @throws org.posthorn.mailbox.StoreUnavailableException if the database does not answer; nothing is detached then
     */
    public void check(String owner) throws MailboxException {
        if (!store.read(connection -> panel.known(connection, owner)).isSettled()) {
            settle(owner);
        }
        checked.put(owner, true);
    }

    /** As {@link #check}, but an answer of the last two seconds will do. */
    public void checkRecently(String owner) throws MailboxException {
        if (checked.getIfPresent(owner) == null) {
            check(owner);
        }
    }

    /** As {@link #check}, and in the same query the script that the owner has switched on. */
    public Optional<ActiveScript> activeScript(String owner) throws MailboxException {
        PanelRows.WithScript found = store.read(connection -> panel.knownWithScript(connection, owner));
        if (!found.known().isSettled()) {
            settle(owner);
            found = store.read(connection -> panel.knownWithScript(connection, owner));
        }
        checked.put(owner, true);
        return found.script();
    }

    /** Brings the owner's row in our table in line with the panel's, both as they are now. */
    void settle(String owner) throws MailboxException {
        announce(owner);
        Settled settled = settled(owner);
        if (settled.detached() > 0) {
            LOGGER.warn(
                    "orphan={} owner={} action=detach reason=\"its row in the panel is gone or another's\"",
                    settled.detached(),
                    LogText.of(owner));
        }
        for (Returned returned : settled.returned()) {
            LOGGER.warn(
                    "orphan={} owner={} action=attach restored={} reason=\"its row in the panel is back\"",
                    returned.orphan(),
                    LogText.of(owner),
                    returned.keptApart());
        }
    }

    /** A folder that is begun while folders are given back may take the name of one of them; it makes way the next time. */
    private Settled settled(String owner) throws MailboxException {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.write(connection -> settle(connection, owner));
            } catch (StoreRefusedException e) {
                if (!e.isDuplicate()) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new StoreUnavailableException("folders are begun again and again under names given back", e);
                }
            }
        }
    }

    private void announce(String owner) throws MailboxException {
        try {
            watch.accept(owner);
        } catch (AccountsUnavailableException e) {
            throw new StoreUnavailableException("the accounts' database does not answer", e);
        }
    }

    private Settled settle(Connection connection, String owner) throws SQLException, MailboxException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setBytes(1, PanelRows.bytes(owner));
            statement.executeQuery().close();
        }
        PanelRows.Known known = panel.known(connection, owner);
        long orphan = 0;
        if (known.isAnother()) {
            if (hasAnything(connection, owner)) {
                orphan = detach(connection, owner, known.mark());
                rights.rename(connection, owner, "#" + orphan);
            }
            rights.remove(connection, owner);
            scripts.removeQuota(connection, owner);
            usage.settle(connection, owner, transaction -> held(transaction, owner));
            update(connection, forget, PanelRows.bytes(owner));
        }
        if (known.panels().isPresent()
                && remember(connection, owner, known.panels().get())
                && known.isNew()
                && !known.isBack()) {
            orphan = detachLate(connection, owner);
        }
        return new Settled(
                orphan,
                known.isBack() ? giveBack(connection, owner, known.panels().orElseThrow()) : List.of());
    }

    /** Sets apart what was delivered under the name after the account before this one had lost its row; 0 if nothing was. */
    private long detachLate(Connection connection, String owner) throws SQLException, MailboxException {
        if (!exists(connection, wasDetached, owner) || !hasAnything(connection, owner)) {
            return 0;
        }
        long orphan = detach(connection, owner, Optional.empty());
        usage.settle(connection, owner, transaction -> held(transaction, owner));
        return orphan;
    }

    private List<Returned> giveBack(Connection connection, String owner, String created)
            throws SQLException, MailboxException {
        List<Returned> returned = new ArrayList<>();
        for (long orphan : orphans(connection, owner, created)) {
            returned.add(new Returned(orphan, attachment.giveBack(connection, orphan)));
        }
        if (!returned.isEmpty()) {
            usage.settle(connection, owner, transaction -> held(transaction, owner));
        }
        return returned;
    }

    private List<Long> orphans(Connection connection, String owner, String created) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(orphans)) {
            query.setBytes(1, PanelRows.bytes(owner));
            query.setString(2, created);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
        }
        return found;
    }

    private Amount held(Connection connection, String owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(held)) {
            query.setBytes(1, PanelRows.bytes(owner));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Amount(row.getLong(1), row.getLong(2));
            }
        }
    }

    private long detach(Connection connection, String owner, Optional<String> created) throws SQLException {
        long orphan;
        try (PreparedStatement statement =
                connection.prepareStatement(insert, PreparedStatement.RETURN_GENERATED_KEYS)) {
            statement.setBytes(1, PanelRows.bytes(owner));
            statement.setString(2, created.orElse(null));
            statement.setLong(3, System.currentTimeMillis());
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                orphan = keys.getLong(1);
            }
        }
        byte[] apart = PanelRows.bytes("#" + orphan);
        update(connection, moveFolders, apart, PanelRows.bytes(owner));
        update(connection, moveSubscriptions, apart, PanelRows.bytes(owner));
        scripts.detach(connection, owner, "#" + orphan);
        return orphan;
    }

    private static boolean exists(Connection connection, String sql, String owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setBytes(1, PanelRows.bytes(owner));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private boolean hasAnything(Connection connection, String owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(hasAnything)) {
            query.setBytes(1, PanelRows.bytes(owner));
            query.setBytes(2, PanelRows.bytes(owner));
            query.setBytes(3, PanelRows.bytes(owner));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether it was not known before; another server may have been faster. */
    private boolean remember(Connection connection, String owner, String created) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(remember)) {
            statement.setBytes(1, PanelRows.bytes(owner));
            statement.setString(2, created);
            return statement.executeUpdate() > 0;
        }
    }

    private static void update(Connection connection, String sql, byte[]... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setBytes(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /**
     * What was done.
     *
     * @param detached the new orphan, or 0
     */
    private record Settled(long detached, List<Returned> returned) {}

    /**
     * Mail that its account has again.
     *
     * @param keptApart how many folders below "Restored" hold what came meanwhile
     */
    private record Returned(long orphan, int keptApart) {}
}
