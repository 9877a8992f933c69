// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.posthorn.testing.PosthornServer;
import org.posthorn.testing.PosthornServer.Port;

/** The database that a server brings itself, as the server's own user sees it. */
final class EmbeddedDatabase {

    private EmbeddedDatabase() {}

    /** Runs statements in a schema. */
    static void execute(PosthornServer server, String schema, String statements) throws SQLException, IOException {
        try (Connection connection = connect(server, schema)) {
            execute(connection, statements);
        }
    }

    /** A transaction in which all of a user's folders are locked: nothing is delivered to him until it ends. */
    static Connection lockFolders(PosthornServer server, String user) throws SQLException, IOException {
        Connection connection = connect(server, "posthorn");
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        execute(connection, "SELECT id FROM posthorn_folder WHERE owner = '" + user + "' FOR UPDATE");
        return connection;
    }

    private static Connection connect(PosthornServer server, String schema) throws SQLException, IOException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + server.port(Port.DB) + "/" + schema
                        + "?allowMultiQueries=true&allowPublicKeyRetrieval=true&sslMode=DISABLED",
                "posthorn",
                Files.readString(server.home().resolve("secrets/database.password"))
                        .strip());
    }

    private static void execute(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }
}
