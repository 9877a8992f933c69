// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.orphan.Orphan;
import org.posthorn.mailbox.orphan.OrphanException;
import org.posthorn.mailbox.quota.sql.Recount;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.postfixadmin.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator does with detached accounts. Each act may be repeated if it failed half-way. */
@Singleton
public final class Orphans {

    private static final Logger LOGGER = LoggerFactory.getLogger(Orphans.class);

    private static final int FEW = 20;

    private final StoreDatabase store;
    private final AccountIdentity identity;
    private final DeletedFolders deleted;
    private final Recount recount;
    private final PanelRows panel;
    private final Attachment attachment;
    private final String list;
    private final String folders;
    private volatile long held;

    @Inject
    public Orphans(
            Database database, StoreDatabase store, AccountIdentity identity, DeletedFolders deleted, Recount recount) {
        StoreTables tables = store.tables();
        this.store = store;
        this.identity = identity;
        this.deleted = deleted;
        this.recount = recount;
        this.panel = new PanelRows(database, tables);
        this.attachment = new Attachment(tables, panel, deleted);
        this.list = tables.sql("SELECT o.id, o.owner, o.detached_at, COUNT(f.id), COALESCE(SUM(f.messages), 0),"
                + " COALESCE(SUM(f.bytes), 0) FROM {orphan} o"
                + " LEFT JOIN {folder} f ON f.owner = CAST(CONCAT('#', o.id) AS BINARY)"
                + " GROUP BY o.id, o.owner, o.detached_at ORDER BY o.id");
        this.folders = tables.sql("SELECT id FROM {folder} WHERE owner = ?");
    }

    /** The detached accounts by number, those whose row vanished just now among them. */
    public List<Orphan> list() throws MailboxException {
        sweep();
        return store.read(this::list);
    }

    /**
     * Gives a detached account's folders and scripts to a user. A folder whose name he has already goes below "Restored", a
     * script gets a number, and no script is switched on. His usage is counted anew and may exceed his quota afterwards.
     *
     * @throws OrphanException if there is no such orphan, or the panel has no such user
     */
    public void attach(long id, String user) throws MailboxException {
        String owner = user.toLowerCase(Locale.ROOT);
        identity.check(owner);
        store.write(connection -> attachment.attach(connection, id, owner));
        LOGGER.info("orphan={} user={} action=attach", id, LogText.of(owner));
        var unused = recount.one(owner);
    }

    /**
     * Ends a detached account's folders and scripts for good. What its account was given back meanwhile stays: each folder
     * is ended under the lock of the orphan's row, without which no folder of it goes to somebody else.
     *
     * @throws OrphanException if there is no such orphan
     */
    public void purge(long id) throws MailboxException {
        for (FolderId folder : store.read(connection -> folders(connection, id))) {
            try {
                deleted.delete(folder, connection -> attachment.lock(connection, id));
            } catch (MailboxNotFoundException e) {
                LOGGER.debug("orphan={} folder={} action=purge result=gone", id, folder.value());
            }
        }
        var unused = store.write(connection -> attachment.end(connection, id));
        LOGGER.info("orphan={} action=purge", id);
    }

    /**
     * Gives back the mail of accounts whose row in the panel is there again, and detaches all whose row vanished. If more
     * than twenty and more than half of all seem to have vanished at once, as they do while the panel's tables are being
     * restored from a backup, nothing is detached here; such an account is still detached when one is created again under
     * its name.
     */
    public void sweep() throws MailboxException {
        for (String owner : store.read(connection -> all(connection, panel::returned))) {
            identity.settle(owner);
        }
        List<String> vanished = store.read(connection -> all(connection, panel::vanished));
        if (vanished.size() > FEW && vanished.size() * 2L > store.read(panel::count)) {
            hold(vanished.size());
            return;
        }
        held = 0;
        for (String owner : vanished) {
            identity.settle(owner);
        }
    }

    private void hold(long count) {
        if (held != count) {
            LOGGER.warn("check=orphans result=held accounts={} reason=\"most accounts' rows are gone\"", count);
        }
        held = count;
    }

    private static List<String> all(Connection connection, Pages pages) throws SQLException {
        List<String> all = new ArrayList<>();
        List<String> page = pages.after(connection, "");
        while (!page.isEmpty()) {
            all.addAll(page);
            page = pages.after(connection, page.get(page.size() - 1));
        }
        return all;
    }

    private List<Orphan> list(Connection connection) throws SQLException {
        List<Orphan> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(list);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(new Orphan(
                        row.getLong(1),
                        new String(row.getBytes(2), StandardCharsets.UTF_8),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)));
            }
        }
        return found;
    }

    private List<FolderId> folders(Connection connection, long id) throws SQLException {
        List<FolderId> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(folders)) {
            query.setBytes(1, PanelRows.bytes("#" + id));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new FolderId(row.getLong(1)));
                }
            }
        }
        return found;
    }

    /** Owners in portions. */
    @FunctionalInterface
    private interface Pages {
        List<String> after(Connection connection, String owner) throws SQLException;
    }
}
