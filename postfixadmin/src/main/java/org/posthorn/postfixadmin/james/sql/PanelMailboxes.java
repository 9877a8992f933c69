// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jdbi.v3.core.Handle;
import org.posthorn.postfixadmin.sql.Database;

/**
 * The table {@code mailbox}, changed as the panel changes it: each mailbox with its alias, its line in the panel's log,
 * and within the limits of its domain.
 *
 * <p>Every change is one transaction. A refused one throws {@link RefusedException}; a database that does not answer
 * throws {@link org.posthorn.postfixadmin.AccountsUnavailableException}.
 */
@Singleton
public final class PanelMailboxes {

    /** What the panel assumes where the domain does not say how long a password lasts. */
    private static final int PASSWORD_DAYS = 365;

    private static final String SELECT = "SELECT LOWER(m.username) AS username, m.password,"
            + " (m.active = 1 AND d.active = 1) AS active FROM mailbox m JOIN domain d ON d.domain = m.domain"
            + " WHERE m.username = ?";
    private static final String LIST = "SELECT LOWER(username) FROM mailbox ORDER BY username";
    private static final String COUNT = "SELECT COUNT(*) FROM mailbox";
    private static final String EXISTS = "SELECT COUNT(*) FROM mailbox WHERE username = ?";
    private static final String ALIAS_EXISTS = "SELECT COUNT(*) FROM alias WHERE address = ?";
    private static final String COUNT_IN_DOMAIN = "SELECT COUNT(*) FROM mailbox WHERE domain = ?";
    private static final String OTHERS_QUOTA =
            "SELECT COALESCE(SUM(GREATEST(quota, 0)), 0) FROM mailbox WHERE domain = ? AND username <> ?";
    private static final String INSERT_ALIAS = "INSERT INTO alias (address, `goto`, domain, created, modified, active)"
            + " VALUES (?, ?, ?, NOW(), NOW(), 1)";
    private static final String INSERT = "INSERT INTO mailbox (username, password, name, maildir, quota, local_part,"
            + " domain, created, modified, active, password_expiry)"
            + " VALUES (?, ?, '', ?, ?, ?, ?, NOW(), NOW(), 1, NOW() + INTERVAL ? DAY)";
    private static final String SET_PASSWORD = "UPDATE mailbox SET password = ?, modified = NOW(),"
            + " password_expiry = NOW() + INTERVAL ? DAY WHERE username = ?";
    private static final String SET_QUOTA = "UPDATE mailbox SET quota = ?, modified = NOW() WHERE username = ?";

    private final Transactions transactions;
    private final OwnTables ownTables;
    private final PanelSettings settings;

    @Inject
    public PanelMailboxes(Database database, OwnTables ownTables, PanelSettings settings) {
        this.transactions = new Transactions(database);
        this.ownTables = ownTables;
        this.settings = settings;
    }

    /**
     * A mailbox as a login needs it.
     *
     * @param username in lower case
     * @param password as it is stored
     * @param active whether the mailbox and its domain are both switched on
     */
    public record Account(String username, String password, boolean active) {

        @Override
        public String toString() {
            return "Account[" + username + ", active=" + active + "]";
        }
    }

    public Optional<Account> find(String username) {
        if (!Names.isPlain(username)) {
            return Optional.empty();
        }
        return transactions.read(handle -> handle.select(SELECT, username)
                .map((row, context) ->
                        new Account(row.getString("username"), row.getString("password"), row.getBoolean("active")))
                .findOne());
    }

    /** Whether the mailbox is there, active or not. */
    public boolean contains(String username) {
        return Names.isPlain(username) && transactions.read(handle -> exists(handle, username));
    }

    public int count() {
        return transactions.read(
                handle -> handle.select(COUNT).mapTo(Integer.class).one());
    }

    /** All user names, active or not, in lower case and in order. */
    public List<String> list() {
        return transactions.read(
                handle -> handle.select(LIST).mapTo(String.class).list());
    }

    /** Makes a mailbox, with the alias that the panel gives it and the largest quota that its domain allows. */
    public void add(String name, String password) {
        String username = name.toLowerCase(Locale.ROOT);
        if (!Names.isAddress(username)) {
            throw new RefusedException("no name for a mailbox: '" + username + "'");
        }
        String domainName = Names.domain(username);
        PanelLog alias = new PanelLog(domainName, "create_alias", username);
        PanelLog mailbox = new PanelLog(domainName, "create_mailbox", username);
        transactions.write(handle -> {
            DomainRow domain = DomainRow.lockForChange(handle, domainName);
            checkFree(handle, username, domain);
            long quota = quotaRules(handle, domain, username).forNewMailbox();
            handle.execute(INSERT_ALIAS, username, username, domainName);
            alias.write(handle, settings);
            String localPart = Names.localPart(username);
            String maildir = domainName + "/" + localPart + "/";
            handle.execute(INSERT, username, password, maildir, quota, localPart, domainName, passwordDays(domain));
            mailbox.write(handle, settings);
            return true;
        });
        alias.done();
        mailbox.done();
    }

    /** Stores a password that is already hashed. */
    public void setPassword(String name, String password) {
        String username = known(name);
        PanelLog change = new PanelLog(Names.domain(username), "edit_password", username);
        transactions.write(handle -> {
            int days = DomainRow.find(handle, Names.domain(username))
                    .map(PanelMailboxes::passwordDays)
                    .orElse(PASSWORD_DAYS);
            if (handle.execute(SET_PASSWORD, password, days, username) == 0) {
                throw noMailbox(username);
            }
            change.write(handle, settings);
            return true;
        });
        change.done();
    }

    /** Deletes a mailbox with everything that the panel keeps of it, and with our own notes. Mail is left alone. */
    public void remove(String name) {
        String username = known(name);
        List<Deletion> deletions = Deletion.ofMailbox(ownTables);
        PanelLog change = new PanelLog(Names.domain(username), "delete_mailbox", username);
        transactions.write(handle -> {
            if (!exists(handle, username)) {
                throw noMailbox(username);
            }
            deletions.forEach(deletion -> deletion.execute(handle, username));
            change.write(handle, settings);
            return true;
        });
        change.done();
    }

    /**
     * Sets the quota in bytes (0: unlimited, negative: nothing may be stored), where the domain's limits allow it.
     *
     * @param also what else belongs to the change
     */
    void setQuota(String name, long bytes, Consumer<Handle> also) {
        String username = known(name);
        PanelLog change = new PanelLog(Names.domain(username), "edit_mailbox", username);
        transactions.write(handle -> {
            DomainRow domain = DomainRow.lock(handle, Names.domain(username)).orElseThrow(() -> noMailbox(username));
            if (!exists(handle, username)) {
                throw noMailbox(username);
            }
            quotaRules(handle, domain, username).check(bytes);
            handle.execute(SET_QUOTA, bytes, username);
            also.accept(handle);
            change.write(handle, settings);
            return true;
        });
        change.done();
    }

    private void checkFree(Handle handle, String username, DomainRow domain) {
        if (exists(handle, username)) {
            throw new RefusedException("mailbox " + username + " already exists");
        }
        if (count(handle, ALIAS_EXISTS, username) > 0) {
            throw new RefusedException(username + " is already an alias");
        }
        if (domain.relay()) {
            throw new RefusedException("domain " + domain.name() + " is only relayed and has no mailboxes");
        }
        domain.checkMailboxes(count(handle, COUNT_IN_DOMAIN, domain.name()));
    }

    private QuotaRules quotaRules(Handle handle, DomainRow domain, String username) {
        long others = handle.select(OTHERS_QUOTA, domain.name(), username)
                .mapTo(Long.class)
                .one();
        return new QuotaRules(domain, others, settings.quotaMultiplier());
    }

    private static int passwordDays(DomainRow domain) {
        return domain.passwordDays() > 0 ? domain.passwordDays() : PASSWORD_DAYS;
    }

    private static String known(String name) {
        String username = name.toLowerCase(Locale.ROOT);
        if (!Names.isPlain(username) || username.indexOf('@') < 0) {
            throw noMailbox(username);
        }
        return username;
    }

    private static RefusedException noMailbox(String username) {
        return new RefusedException("mailbox " + username + " does not exist");
    }

    private static boolean exists(Handle handle, String username) {
        return count(handle, EXISTS, username) > 0;
    }

    private static long count(Handle handle, String statement, String key) {
        return handle.select(statement, key).mapTo(Long.class).one();
    }
}
