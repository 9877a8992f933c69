// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One of the statements that take a mailbox or a domain away with all that hangs on it.
 *
 * @param table the table
 * @param condition which rows, with one parameter, {@code :key}
 * @param needed whether the table is in every version of PostfixAdmin; where it is not, it is looked for first
 */
record Deletion(String table, String condition, boolean needed) {

    private static final String EXISTS =
            "SELECT COUNT(*) FROM information_schema.TABLES" + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?";

    /** In the panel's order: what leads to the mailbox first. An app password must not outlive its mailbox. */
    static List<Deletion> ofMailbox(OwnTables own) {
        return List.of(
                optional("fetchmail", "mailbox = :key"),
                always("vacation_notification", "on_vacation = :key"),
                always("vacation", "email = :key"),
                optional("quota", "username = :key"),
                always("quota2", "username = :key"),
                optional("mailbox_app_password", "username = :key"),
                optional("totp_exception_address", "username = :key"),
                always(own.mapping(), "source = :key"),
                always(own.quota(), "scope = 'user' AND name = :key"),
                always("alias", "address = :key"),
                always("mailbox", "username = :key"));
    }

    /** Everything in the domain. The panel's log stays, unlike in the panel. */
    static List<Deletion> ofDomain(OwnTables own) {
        return List.of(
                always("domain_admins", "domain = :key"),
                optional("fetchmail", inDomain("mailbox")),
                always("vacation_notification", inDomain("on_vacation")),
                always("vacation", "domain = :key"),
                optional("quota", inDomain("username")),
                always("quota2", inDomain("username")),
                optional("mailbox_app_password", inDomain("username")),
                optional("totp_exception_address", inDomain("username")),
                always(own.mapping(), inDomain("source")),
                always(own.quota(), "(scope = 'user' AND " + inDomain("name") + ")"),
                always(own.quota(), "scope = 'domain' AND name = :key"),
                always("alias", "domain = :key"),
                always("mailbox", "domain = :key"),
                always("alias_domain", "alias_domain = :key"),
                always("domain", "domain = :key"));
    }

    void execute(Handle handle, String key) {
        if (!needed && handle.select(EXISTS, table).mapTo(Integer.class).one() == 0) {
            return;
        }
        handle.createUpdate("DELETE FROM " + table + " WHERE " + condition)
                .bind("key", key)
                .execute();
    }

    private static Deletion always(String table, String condition) {
        return new Deletion(table, condition, true);
    }

    private static Deletion optional(String table, String condition) {
        return new Deletion(table, condition, false);
    }

    private static String inDomain(String column) {
        return "SUBSTRING_INDEX(" + column + ", '@', -1) = :key";
    }
}
