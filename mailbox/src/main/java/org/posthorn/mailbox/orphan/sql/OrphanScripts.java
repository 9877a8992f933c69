// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.posthorn.mailbox.sql.StoreTables;

/**
 * Sieve scripts, and the quota that was set for them, when an account is detached, given back, given to another or purged.
 * Every change is made under the lock under which users change theirs.
 */
final class OrphanScripts {

    /** Longer names cannot be given in ManageSieve. */
    private static final int LONGEST_NAME = 512;

    private final String lock;
    private final String names;
    private final String rename;
    private final String switchOff;
    private final String move;
    private final String moveOwner;
    private final String removeUnlimited;
    private final String remove;
    private final String removeOwner;

    OrphanScripts(StoreTables tables) {
        lock = tables.sql("INSERT INTO {script_owner} (owner) VALUES (?) ON DUPLICATE KEY UPDATE owner = owner");
        names = tables.sql("SELECT name FROM {script} WHERE owner = ? ORDER BY name FOR UPDATE");
        rename = tables.sql("UPDATE {script} SET name = ? WHERE owner = ? AND name = ?");
        switchOff = tables.sql("UPDATE {script} SET active = NULL WHERE owner = ? AND active = 1");
        move = tables.sql("UPDATE {script} SET owner = ? WHERE owner = ?");
        moveOwner = tables.sql("UPDATE IGNORE {script_owner} SET owner = ? WHERE owner = ?");
        removeUnlimited = tables.sql("DELETE FROM {script_owner} WHERE owner = ? AND quota IS NULL");
        remove = tables.sql("DELETE FROM {script} WHERE owner = ?");
        removeOwner = tables.sql("DELETE FROM {script_owner} WHERE owner = ?");
    }

    /** Sets an owner's scripts apart; the active one is his again if he comes back. */
    void detach(Connection connection, String owner, String apart) throws SQLException {
        run(connection, lock, owner);
        run(connection, move, apart, owner);
        run(connection, moveOwner, apart, owner);
    }

    /**
     * Gives an owner his scripts back, under their names. Those that came meanwhile make way: they get another name where
     * there is need, and are not active.
     */
    void giveBack(Connection connection, String apart, String owner) throws SQLException {
        run(connection, lock, owner);
        Set<String> given = names(connection, apart);
        if (!given.isEmpty()) {
            run(connection, switchOff, owner);
            makeWay(connection, owner, given);
            run(connection, move, owner, apart);
        }
        run(connection, removeUnlimited, owner);
        run(connection, moveOwner, owner, apart);
        run(connection, removeOwner, apart);
    }

    /** Gives scripts to another user. None of them is active; one whose name he has already gets another. */
    void handOver(Connection connection, String apart, String user) throws SQLException {
        run(connection, lock, user);
        run(connection, switchOff, apart);
        makeWay(connection, apart, names(connection, user));
        run(connection, move, user, apart);
        run(connection, removeOwner, apart);
    }

    /** Forgets what was set for an owner who has no scripts. */
    void removeQuota(Connection connection, String owner) throws SQLException {
        run(connection, removeOwner, owner);
    }

    void remove(Connection connection, String owner) throws SQLException {
        run(connection, remove, owner);
        run(connection, removeOwner, owner);
    }

    private void makeWay(Connection connection, String owner, Set<String> taken) throws SQLException {
        Set<String> own = names(connection, owner);
        for (String name : List.copyOf(own)) {
            if (taken.contains(name)) {
                run(connection, rename, free(name, own, taken), owner, name);
            }
        }
    }

    private static String free(String name, Set<String> own, Set<String> taken) {
        for (int number = 2; ; number++) {
            String end = " (" + number + ")";
            String free = cut(name, LONGEST_NAME - end.length()) + end;
            if (!taken.contains(free) && own.add(free)) {
                return free;
            }
        }
    }

    private static String cut(String name, int bytes) {
        String rest = name;
        while (rest.getBytes(StandardCharsets.UTF_8).length > bytes) {
            rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
        }
        return rest;
    }

    private Set<String> names(Connection connection, String owner) throws SQLException {
        Set<String> found = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(names)) {
            query.setBytes(1, PanelRows.bytes(owner));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new String(row.getBytes(1), StandardCharsets.UTF_8));
                }
            }
        }
        return found;
    }

    private static void run(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setBytes(i + 1, PanelRows.bytes(values[i]));
            }
            statement.executeUpdate();
        }
    }
}
