// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A row of the table {@code domain}, with its limits: 0 means none, a negative number that nothing is allowed.
 *
 * @param name in lower case
 * @param mailboxes how many mailboxes there may be
 * @param aliases how many aliases there may be, those of the mailboxes not counted
 * @param maxQuota the largest quota of a mailbox, in the panel's MB
 * @param quota the sum of all mailboxes' quotas, in the panel's MB
 * @param passwordDays days until a new password ends, where the panel is set so
 * @param active whether the domain is switched on
 * @param relay whether its mail is only handed on
 */
record DomainRow(
        String name,
        long mailboxes,
        long aliases,
        long maxQuota,
        long quota,
        int passwordDays,
        boolean active,
        boolean relay) {

    private static final String IS_RELAY = "(row.backupmx <> 0 OR row.transport IN ('smtp', 'relay')"
            + " OR row.transport LIKE 'smtp:%' OR row.transport LIKE 'relay:%')";
    private static final String SELECT = "SELECT LOWER(domain) AS name, mailboxes, aliases, maxquota, quota,"
            + " COALESCE(password_expiry, 0) AS password_days, active, " + isRelay("domain") + " AS relay"
            + " FROM domain WHERE domain = ? AND domain <> 'ALL'";

    /** A condition on a row of {@code domain}: a backup MX, or a transport to another server. */
    static String isRelay(String row) {
        return IS_RELAY.replace("row.", row + ".");
    }

    static Optional<DomainRow> find(Handle handle, String name) {
        return find(handle, name, "");
    }

    /** Finds the domain and keeps others from changing anything that its limits count until the transaction ends. */
    static Optional<DomainRow> lock(Handle handle, String name) {
        return find(handle, name, " FOR UPDATE");
    }

    private static Optional<DomainRow> find(Handle handle, String name, String lock) {
        if (!Names.isPlain(name)) {
            return Optional.empty();
        }
        return handle.select(SELECT + lock, name)
                .map((row, context) -> new DomainRow(
                        row.getString("name"),
                        row.getLong("mailboxes"),
                        row.getLong("aliases"),
                        row.getLong("maxquota"),
                        row.getLong("quota"),
                        row.getInt("password_days"),
                        row.getBoolean("active"),
                        row.getBoolean("relay")))
                .findOne();
    }

    /** The domain, locked, where mailboxes and aliases may be made in it. */
    static DomainRow lockForChange(Handle handle, String name) {
        DomainRow domain = lock(handle, name)
                .orElseThrow(() -> new RefusedException("domain " + name + " does not exist in PostfixAdmin"));
        if (!domain.active) {
            throw new RefusedException("domain " + name + " is switched off in PostfixAdmin");
        }
        return domain;
    }

    /** Refuses one mailbox too many. */
    void checkMailboxes(long existing) {
        check(mailboxes, existing, "mailboxes");
    }

    /** Refuses one alias too many. */
    void checkAliases(long existing) {
        check(aliases, existing, "aliases");
    }

    private void check(long limit, long existing, String what) {
        if (limit < 0) {
            throw new RefusedException("domain " + name + " may have no " + what);
        }
        if (limit > 0 && existing >= limit) {
            throw new RefusedException("domain " + name + " has all the " + limit + " " + what + " it may have");
        }
    }
}
