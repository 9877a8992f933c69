// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jdbi.v3.core.Handle;
import org.posthorn.postfixadmin.sql.Database;

/**
 * The tables {@code domain} and {@code alias_domain}, changed as the panel changes them.
 *
 * <p>Every change is one transaction. A refused one throws {@link RefusedException}; a database that does not answer
 * throws {@link org.posthorn.postfixadmin.AccountsUnavailableException}.
 */
@Singleton
public final class PanelDomains {

    /** An alias domain is what its target is; see {@link org.posthorn.postfixadmin.Accounts#domain}. */
    private static final String LOCAL =
            """
            SELECT LOWER(n.name)
              FROM (SELECT domain AS name FROM domain
                     UNION SELECT alias_domain FROM alias_domain WHERE active = 1) n
              LEFT JOIN domain d ON d.domain = n.name
              LEFT JOIN alias_domain ad ON ad.alias_domain = n.name AND ad.active = 1
              LEFT JOIN domain t ON t.domain = ad.target_domain AND t.active = 1 AND t.domain <> 'ALL'
             WHERE n.name <> 'ALL'
               AND COALESCE(d.active, 1) <> 0
               AND CASE WHEN t.domain IS NOT NULL THEN NOT """
                    + DomainRow.isRelay("t") + " WHEN d.domain IS NOT NULL THEN NOT " + DomainRow.isRelay("d")
                    + " ELSE FALSE END ORDER BY 1";

    private static final String ALIAS_OF = "SELECT LOWER(target_domain) FROM alias_domain WHERE alias_domain = ?";
    private static final String ACTIVE_TARGET = ALIAS_OF + " AND active = 1";
    private static final String ALIASES_OF =
            "SELECT LOWER(alias_domain) FROM alias_domain WHERE target_domain = ?" + " ORDER BY alias_domain";
    private static final String INSERT =
            "INSERT INTO domain (domain, description, transport, created, modified, active,"
                    + " password_expiry) VALUES (?, '', 'virtual', NOW(), NOW(), 1, 365)";
    private static final String INSERT_ALIAS = "INSERT INTO alias_domain"
            + " (alias_domain, target_domain, created, modified, active) VALUES (?, ?, NOW(), NOW(), 1)";
    private static final String DELETE_ALIAS = "DELETE FROM alias_domain WHERE alias_domain = ? AND target_domain = ?";

    private final Transactions transactions;
    private final OwnTables ownTables;
    private final PanelSettings settings;

    @Inject
    public PanelDomains(Database database, OwnTables ownTables, PanelSettings settings) {
        this.transactions = new Transactions(database);
        this.ownTables = ownTables;
        this.settings = settings;
    }

    /** The domains whose mail is kept here, in lower case and in order: active ones, and alias domains of those. */
    public List<String> local() {
        return transactions.read(
                handle -> handle.select(LOCAL).mapTo(String.class).list());
    }

    /** Makes a domain without limits, and without the aliases that the panel may be configured to add. */
    public void add(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        if (!Names.isDomain(name)) {
            throw new RefusedException("no name for a mail domain: '" + name + "'");
        }
        PanelLog change = new PanelLog(name, "create_domain", name);
        transactions.write(handle -> {
            DomainRow.lock(handle, name).ifPresent(PanelDomains::refuseTwice);
            aliasOf(handle, name).ifPresent(target -> {
                throw new RefusedException("domain " + name + " is already an alias of " + target);
            });
            handle.execute(INSERT, name);
            change.write(handle, settings);
            return true;
        });
        change.done();
    }

    /**
     * Deletes a domain, with all its mailboxes and aliases, as the panel does. Not one that has alias domains; mail is left
     * alone.
     */
    public void remove(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        List<Deletion> deletions = Deletion.ofDomain(ownTables);
        PanelLog change = new PanelLog(name, "delete_domain", name);
        transactions.write(handle -> {
            boolean known = DomainRow.lock(handle, name).isPresent()
                    || aliasOf(handle, name).isPresent();
            if (!known) {
                throw unknown(name);
            }
            List<String> aliases = aliasesOf(handle, name);
            if (!aliases.isEmpty()) {
                throw new RefusedException(
                        "domain " + name + " has alias domains, remove them first: " + String.join(", ", aliases));
            }
            deletions.forEach(deletion -> deletion.execute(handle, name));
            change.write(handle, settings);
            return true;
        });
        change.done();
    }

    /** Whether both are domains of PostfixAdmin, as its alias domains need them. */
    static boolean mayBeAlias(Handle handle, String alias, String target) {
        return DomainRow.find(handle, alias).isPresent()
                && DomainRow.find(handle, target).isPresent();
    }

    /** Makes one domain an alias of another, in the caller's transaction. No chains, as in the panel. */
    static PanelLog addAlias(Handle handle, PanelSettings settings, String alias, String target) {
        DomainRow.lock(handle, alias);
        if (alias.equals(target)) {
            throw new RefusedException("domain " + alias + " cannot be an alias of itself");
        }
        aliasOf(handle, alias).ifPresent(other -> {
            throw new RefusedException("domain " + alias + " is already an alias of " + other);
        });
        aliasOf(handle, target).ifPresent(other -> {
            throw new RefusedException("domain " + target + " is itself an alias, of " + other);
        });
        if (!aliasesOf(handle, alias).isEmpty()) {
            throw new RefusedException("domain " + alias + " has alias domains and cannot be one");
        }
        handle.execute(INSERT_ALIAS, alias, target);
        PanelLog change = new PanelLog(alias, "create_alias_domain", alias);
        change.write(handle, settings);
        return change;
    }

    /** Ends that a domain is an alias of another, in the caller's transaction; empty if it was none. */
    static Optional<PanelLog> removeAlias(Handle handle, PanelSettings settings, String alias, String target) {
        if (!Names.isPlain(alias) || !Names.isPlain(target) || handle.execute(DELETE_ALIAS, alias, target) == 0) {
            return Optional.empty();
        }
        PanelLog change = new PanelLog(alias, "delete_alias_domain", target);
        change.write(handle, settings);
        return Optional.of(change);
    }

    /** The domain of which this one is an alias, if that is switched on. */
    static Optional<String> activeTarget(Handle handle, String name) {
        return Names.isPlain(name)
                ? handle.select(ACTIVE_TARGET, name).mapTo(String.class).findOne()
                : Optional.empty();
    }

    private static Optional<String> aliasOf(Handle handle, String name) {
        return Names.isPlain(name)
                ? handle.select(ALIAS_OF, name).mapTo(String.class).findOne()
                : Optional.empty();
    }

    private static List<String> aliasesOf(Handle handle, String name) {
        return handle.select(ALIASES_OF, name).mapTo(String.class).list();
    }

    private static void refuseTwice(DomainRow existing) {
        throw new RefusedException("domain " + existing.name()
                + (existing.active() ? " already exists" : " already exists, but is switched off in PostfixAdmin"));
    }

    private static RefusedException unknown(String name) {
        return new RefusedException("domain " + name + " does not exist");
    }
}
