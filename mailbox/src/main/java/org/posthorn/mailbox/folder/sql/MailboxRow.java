// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.posthorn.mailbox.FolderId;

/** A folder's row as James knows it. */
final class MailboxRow {

    static final String COLUMNS = "id, owner, namespace, name, uid_validity, acl";

    private static final Pattern NO_USER = Pattern.compile("#(deleted|[0-9]+)");

    private MailboxRow() {}

    /** Whether folders of this owner are anybody's: deleted ones and those of detached accounts are not. */
    static boolean isUser(byte[] owner) {
        return !NO_USER.matcher(FolderPath.text(owner)).matches();
    }

    static Mailbox mailbox(ResultSet row) throws SQLException, MailboxException {
        Mailbox mailbox =
                new Mailbox(path(row), UidValidity.of(row.getLong("uid_validity")), new FolderId(row.getLong("id")));
        mailbox.setACL(AccessRights.parse(row.getString("acl")));
        return mailbox;
    }

    static MailboxPath path(ResultSet row) throws SQLException {
        String owner = FolderPath.text(row.getBytes("owner"));
        String namespace = FolderPath.text(row.getBytes("namespace"));
        String name = FolderPath.text(row.getBytes("name"));
        return owner.isEmpty()
                ? new MailboxPath(namespace, null, name)
                : new MailboxPath(namespace, Username.of(owner), name);
    }
}
