// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreSchema;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.postfixadmin.james.sql.OwnTables;
import org.posthorn.postfixadmin.james.sql.PanelSettings;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** The store's tables, empty, beside an empty panel's, in the server that all tests share. */
public final class StoreFixture implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final MariaDbServer server;
    private final String panel;
    private final DatabaseConfig config;
    private final Database database;
    private final StoreDatabase store;
    private final PanelSettings settings;

    private StoreFixture(MariaDbFlavour flavour) throws MailboxException {
        server = MariaDbServer.shared(flavour);
        String name = String.format(Locale.ROOT, "store_%d", COUNT.incrementAndGet());
        panel = name + "_panel";
        String url = server.createDatabase(panel, panelTables());
        server.execute("", "DROP DATABASE IF EXISTS " + name);
        settings = PanelSettings.DEFAULT.withOwnSchema(name);
        config = DatabaseConfig.of(url, server.user(), server.password());
        database = new Database(config);
        store = new StoreDatabase(database, new StoreTables(settings));
        new StoreSchema(new OwnTables(database, settings), store).create();
    }

    /** A new store on a server of this flavour. */
    public static StoreFixture on(MariaDbFlavour flavour) {
        try {
            return new StoreFixture(flavour);
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new store on the embedded server. */
    public static StoreFixture create() {
        return on(MariaDbServer.flavour());
    }

    /** How to connect, for a second server on the same tables. */
    public DatabaseConfig config() {
        return config;
    }

    /** The panel's database. */
    public Database database() {
        return database;
    }

    /** The store. */
    public StoreDatabase store() {
        return store;
    }

    /** Where the store's tables are. */
    public PanelSettings settings() {
        return settings;
    }

    /** Runs a statement in the panel's database; names in braces are the store's tables. */
    public StoreFixture run(String statement) {
        server.execute(panel, store.tables().sql(statement));
        return this;
    }

    /** A table with a column {@code seq}, for a statement that makes many rows; MySQL has no sequences of its own. */
    public static String numbers(int from, int to) {
        return "(SELECT nth + " + (from - 1) + " AS seq FROM JSON_TABLE(CONCAT('[0', REPEAT(',0', " + (to - from)
                + "), ']'), '$[*]' COLUMNS (nth FOR ORDINALITY)) counted) numbers";
    }

    /** Empties every table of the store. */
    public StoreFixture empty() {
        for (String table : new String[] {
            "folder",
            "message",
            "keyword",
            "content",
            "body",
            "expunged",
            "thread",
            "annotation",
            "subscription",
            "account",
            "orphan",
            "script",
            "script_owner",
            "usage"
        }) {
            run("DELETE FROM {" + table + "}");
        }
        run("DELETE FROM {state} WHERE name LIKE 'uid-validity:%'");
        return run("DELETE FROM quota2");
    }

    private static String panelTables() {
        try (InputStream script = Database.class.getResourceAsStream("postfixadmin-tables.sql")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
