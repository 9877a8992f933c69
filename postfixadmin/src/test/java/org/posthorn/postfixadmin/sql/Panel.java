// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import com.google.common.base.Ticker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.posthorn.postfixadmin.password.DefaultScheme;
import org.posthorn.postfixadmin.password.NewScheme;
import org.posthorn.postfixadmin.password.PasswordConfig;
import org.posthorn.postfixadmin.password.Passwords;
import org.posthorn.postfixadmin.password.VerifiedPasswords;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** Writes rows as PostfixAdmin's panel writes them, into a database that all tests of one version share. */
final class Panel {

    static final String PASSWORD = "Secret-Pw11";

    private static final List<String> FILLED = List.of(
            "DELETE FROM alias",
            "DELETE FROM alias_domain",
            "DELETE FROM mailbox",
            "DELETE FROM domain WHERE domain <> 'ALL'");
    private static final Map<String, Panel> PANELS = new ConcurrentHashMap<>();

    private final MariaDbServer server;
    private final String name;
    private final Database database;

    private Panel(MariaDbServer server, String name, PanelVersion version) {
        this.server = server;
        this.name = name;
        String url = server.createDatabase(name, version.scripts());
        this.database = new Database(DatabaseConfig.of(url, server.user(), server.password()));
    }

    /** An empty panel. */
    static Panel empty(MariaDbFlavour flavour, PanelVersion version) {
        String name = "sql_" + version;
        Panel panel =
                PANELS.computeIfAbsent(flavour + name, key -> new Panel(MariaDbServer.shared(flavour), name, version));
        FILLED.forEach(statement -> panel.run(statement));
        if (version == PanelVersion.V4) {
            panel.run("DELETE FROM mailbox_app_password");
        }
        return panel;
    }

    /** The versions and servers that every rule is tried on. */
    static List<Object[]> all() {
        return MariaDbServer.flavours().stream()
                .flatMap(flavour ->
                        List.of(PanelVersion.values()).stream().map(version -> new Object[] {flavour, version}))
                .toList();
    }

    Database database() {
        return database;
    }

    JdbcAccounts accounts(AccountsConfig config) {
        return accounts(config, false);
    }

    JdbcAccounts accounts(AccountsConfig config, boolean rehash) {
        return new JdbcAccounts(database, passwords(rehash), new VerifiedPasswords(), config);
    }

    /** Accounts for which time passes as the test says, in nanoseconds. */
    JdbcAccounts accounts(LongSupplier nanoTime) {
        Ticker ticker = new Ticker() {
            @Override
            public long read() {
                return nanoTime.getAsLong();
            }
        };
        return new JdbcAccounts(database, passwords(false), new VerifiedPasswords(), AccountsConfig.DEFAULT, ticker);
    }

    private static Passwords passwords(boolean rehash) {
        return new Passwords(new PasswordConfig(DefaultScheme.CRYPT, NewScheme.BLF_CRYPT, 10, rehash));
    }

    Panel domain(String domain) {
        return domain(domain, "virtual", false);
    }

    Panel domain(String domain, String transport, boolean backupMx) {
        return run(
                "INSERT INTO domain (domain, description, transport, backupmx) VALUES (?, '', ?, ?)",
                domain,
                transport,
                backupMx ? "1" : "0");
    }

    Panel aliasDomain(String domain, String target) {
        return run("INSERT INTO alias_domain (alias_domain, target_domain) VALUES (?, ?)", domain, target);
    }

    /** A mailbox with the alias row that the panel writes beside it. */
    Panel user(String address) {
        return mailbox(address).alias(address, address);
    }

    /** A mailbox alone. */
    Panel mailbox(String address) {
        int at = address.indexOf('@');
        return run(
                "INSERT INTO mailbox (username, password, name, maildir, quota, local_part, domain)"
                        + " VALUES (?, ?, '', '', 1024000, ?, ?)",
                address,
                "{PLAIN}" + PASSWORD,
                address.substring(0, at),
                address.substring(at + 1));
    }

    Panel alias(String address, String targets) {
        return run(
                "INSERT INTO alias (address, goto, domain) VALUES (?, ?, ?)",
                address,
                targets,
                address.substring(address.indexOf('@') + 1));
    }

    /** Switches a row off: {@code off("alias", "address", "a@example.test")}. */
    Panel off(String table, String column, String value) {
        return run("UPDATE " + table + " SET active = 0 WHERE " + column + " = ?", value);
    }

    Panel run(String statement, String... parameters) {
        try (Connection connection = server.connect(name);
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setString(i + 1, parameters[i]);
            }
            prepared.executeUpdate();
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    String value(String query) {
        try (Connection connection = server.connect(name);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(rows.getMetaData().getColumnCount()));
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** How many statements the server was given meanwhile, over all connections. */
    long statements(Runnable work) {
        try (Connection connection = server.connect(name);
                Statement statement = connection.createStatement()) {
            long before = quietly(statement);
            work.run();
            return questions(statement) - before - 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The count once nothing but this question is added to it: the end of a connection counts as well, and comes late. */
    private static long quietly(Statement statement) throws SQLException {
        long last = questions(statement);
        for (int quiet = 0; quiet < 20; quiet++) {
            long next = questions(statement);
            quiet = next == last + 1 ? quiet : 0;
            last = next;
        }
        return last;
    }

    private static long questions(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            row.next();
            return row.getLong(2);
        }
    }
}
