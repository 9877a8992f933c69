// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.Flags;
import org.posthorn.mailbox.message.FlagBits;
import org.posthorn.mailbox.sql.StoreTables;

/** The keywords that were ever used in a folder, so that SELECT can tell them without reading every message. */
final class Keywords {

    private static final int NAME_LENGTH = 255;
    private static final int SHOWN = 500;
    private static final int REMEMBERED = 20_000;

    private final Set<Use> known = ConcurrentHashMap.newKeySet();
    private final String insert;
    private final String list;

    Keywords(StoreTables tables) {
        insert = tables.sql("INSERT IGNORE INTO {keyword} (folder_id, name) VALUES (?, ?)");
        list = tables.sql("SELECT name FROM {keyword} WHERE folder_id = ? ORDER BY name LIMIT " + SHOWN);
    }

    /** A keyword in a folder. */
    record Use(long folder, String name) {}

    /** Notes those that this process has not noted before. To be told to {@link #committed} when it is certain. */
    List<Use> note(Connection connection, long folder, Collection<Flags> flags) throws SQLException {
        List<Use> added = flags.stream()
                .flatMap(each -> FlagBits.names(each).stream())
                .filter(name -> name.length() <= NAME_LENGTH)
                .distinct()
                .sorted()
                .map(name -> new Use(folder, name))
                .filter(use -> !known.contains(use))
                .toList();
        for (Use use : added) {
            Sql.update(connection, insert, use.folder(), use.name());
        }
        return added;
    }

    void committed(Collection<Use> added) {
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        known.addAll(added);
    }

    Flags list(Connection connection, long folder) throws SQLException {
        Flags flags = new Flags();
        Sql.list(connection, list, row -> row.getString(1), folder).forEach(flags::add);
        return flags;
    }
}
