// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.password.DefaultScheme;
import org.posthorn.postfixadmin.password.NewScheme;
import org.posthorn.postfixadmin.password.PasswordConfig;
import org.posthorn.postfixadmin.password.Passwords;
import org.posthorn.postfixadmin.password.VerifiedPasswords;
import org.posthorn.postfixadmin.sql.AccountsConfig;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.postfixadmin.sql.JdbcAccounts;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** PostfixAdmin's tables on a real MariaDB, our own schema beside them, and what stands on both. */
public final class PanelDatabase implements AutoCloseable {

    private static final String SCRIPTS = "/org/posthorn/postfixadmin/sql/";
    private static final Map<MariaDbFlavour, PanelDatabase> SHARED = new EnumMap<>(MariaDbFlavour.class);

    private final Database database;
    private final PanelSettings settings;
    private final OwnTables ownTables;

    private PanelDatabase(MariaDbFlavour flavour, String name, String... scripts) {
        MariaDbServer server = MariaDbServer.shared(flavour);
        String own = name + "_own";
        server.execute("", "DROP DATABASE IF EXISTS " + own);
        String url = server.createDatabase(name, script("postfixadmin-tables.sql"));
        server.execute(name, scripts);
        database = new Database(DatabaseConfig.of(url, server.user(), server.password()));
        settings = PanelSettings.DEFAULT.withOwnSchema(own).onHost("mail.example.test");
        ownTables = new OwnTables(database, settings);
        ownTables.create();
    }

    /** The database that the tests of a JVM share, without any rows. */
    public static PanelDatabase empty(MariaDbFlavour flavour) {
        synchronized (SHARED) {
            PanelDatabase shared =
                    SHARED.computeIfAbsent(flavour, missing -> new PanelDatabase(missing, "panel_james"));
            shared.clear();
            return shared;
        }
    }

    /** A database for one test, to which scripts are applied. */
    public static PanelDatabase own(MariaDbFlavour flavour, String name, String... scripts) {
        return new PanelDatabase(flavour, name, scripts);
    }

    public Database database() {
        return database;
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    public PanelSettings settings() {
        return settings;
    }

    public OwnTables ownTables() {
        return ownTables;
    }

    public PanelMailboxes mailboxes() {
        return new PanelMailboxes(database, ownTables, settings);
    }

    public PanelDomains domains() {
        return new PanelDomains(database, ownTables, settings);
    }

    public PanelAliases aliases() {
        return new PanelAliases(database, ownTables, settings);
    }

    public Accounts accounts() {
        return accounts(database);
    }

    /** What the SMTP dialogue and logins ask. */
    public static Accounts accounts(Database database) {
        return new JdbcAccounts(database, passwords(), new VerifiedPasswords(), AccountsConfig.DEFAULT);
    }

    public QuotaLimits limits() {
        return new QuotaLimits(database, ownTables, mailboxes());
    }

    /** Passwords that cost the tests no time. */
    public static Passwords passwords() {
        return new Passwords(new PasswordConfig(DefaultScheme.CRYPT, NewScheme.MD5_CRYPT, 10, false));
    }

    /** Makes domains as the panel does, without limits. */
    public PanelDatabase withDomains(String... names) {
        for (String name : names) {
            run("INSERT INTO domain (domain, description, transport) VALUES (?, '', 'virtual')", name);
        }
        return this;
    }

    /** Makes mailboxes as the panel does, without a limit, with a password that is never right. */
    public PanelDatabase withMailboxes(String... names) {
        for (String name : names) {
            String domain = Names.domain(name);
            String localPart = Names.localPart(name);
            run("INSERT INTO alias (address, `goto`, domain) VALUES (?, ?, ?)", name, name, domain);
            run(
                    "INSERT INTO mailbox (username, password, name, maildir, local_part, domain)"
                            + " VALUES (?, '!', '', ?, ?, ?)",
                    name,
                    domain + "/" + localPart + "/",
                    localPart,
                    domain);
        }
        return this;
    }

    /** Makes an alias as the panel does. */
    public PanelDatabase withAlias(String address, String targets) {
        run("INSERT INTO alias (address, `goto`, domain) VALUES (?, ?, ?)", address, targets, Names.domain(address));
        return this;
    }

    /** Makes an alias domain as the panel does. */
    public PanelDatabase withAliasDomain(String alias, String target) {
        run("INSERT INTO alias_domain (alias_domain, target_domain) VALUES (?, ?)", alias, target);
        return this;
    }

    public int run(String statement, Object... values) {
        return jdbi().withHandle(handle -> handle.execute(statement, values));
    }

    /** The first column of a query's rows, as text. */
    public List<String> column(String query, Object... values) {
        return jdbi().withHandle(handle ->
                handle.select(query, values).mapTo(String.class).list());
    }

    /** The rows of a query. */
    public List<Map<String, Object>> rows(String query, Object... values) {
        return jdbi().withHandle(
                        handle -> handle.select(query, values).mapToMap().list());
    }

    /** What the panel's log has got, as {@code action data}, in order. */
    public List<String> log() {
        return column("SELECT CONCAT(action, ' ', data) FROM log ORDER BY id");
    }

    /** How many rows there are, in PostfixAdmin's tables and in ours. */
    public long size() {
        return allTables().stream()
                .mapToLong(table ->
                        Long.parseLong(column("SELECT COUNT(*) FROM " + table).get(0)))
                .sum();
    }

    public List<String> ownRows() {
        return column("SELECT CONCAT(source, ' ', type, ' ', target, IF(in_alias, ' (note)', '')) FROM "
                + ownTables.mapping() + " ORDER BY 1");
    }

    private void clear() {
        jdbi().useHandle(handle -> allTables().forEach(table -> handle.execute("DELETE FROM " + table)));
    }

    private List<String> allTables() {
        return column("SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.TABLES"
                + " WHERE TABLE_SCHEMA IN (DATABASE(), '" + settings.ownSchema() + "')");
    }

    /** The text of one of the module's SQL scripts. */
    static String script(String name) {
        try (InputStream script = Objects.requireNonNull(PanelDatabase.class.getResourceAsStream(SCRIPTS + name))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
