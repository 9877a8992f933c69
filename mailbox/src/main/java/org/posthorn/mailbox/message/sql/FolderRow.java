// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What is read of a folder's row.
 *
 * @param owner who pays for what is in it
 * @param recentAfter messages up to this UID are not recent, whatever their row says
 */
record FolderRow(
        long id, String owner, long lastUid, long highestModSeq, long messages, long unseen, long recentAfter) {

    static final String COLUMNS = "id, owner, last_uid, highest_modseq, messages, unseen, recent_after";

    static FolderRow read(ResultSet row) throws SQLException {
        return new FolderRow(
                row.getLong(1),
                new String(row.getBytes(2), StandardCharsets.UTF_8),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }
}
