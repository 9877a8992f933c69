// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MariaDbServerTest {
    private static final String TABLE = "CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2);";

    @ParameterizedTest
    @MethodSource("org.posthorn.testing.MariaDbServer#flavours")
    void runsScriptsInADatabaseOfItsOwn(MariaDbFlavour flavour) throws SQLException {
        MariaDbServer server = MariaDbServer.shared(flavour);
        server.createDatabase("first", TABLE, "INSERT INTO t VALUES (3)");
        server.createDatabase("second", TABLE);

        assertThat(count(server, "first")).isEqualTo(3);
        assertThat(count(server, "second")).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("org.posthorn.testing.MariaDbServer#flavours")
    void makesADatabaseAnewWhenItWasThere(MariaDbFlavour flavour) throws SQLException {
        MariaDbServer server = MariaDbServer.shared(flavour);
        server.createDatabase("again", TABLE, "INSERT INTO t VALUES (3)");
        server.createDatabase("again", TABLE);

        assertThat(count(server, "again")).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("org.posthorn.testing.MariaDbServer#flavours")
    void keepsItsPortAndWhatWasCommittedWhenKilledAndRestarted(MariaDbFlavour flavour) throws SQLException {
        try (MariaDbServer server = MariaDbServer.of(flavour).start()) {
            server.createDatabase("kept", TABLE);
            int port = server.port();
            server.kill9();
            assertThatThrownBy(() -> server.connect("kept")).isInstanceOf(SQLException.class);
            server.start();
            assertThat(server.port()).isEqualTo(port);
            server.restart();
            assertThat(count(server, "kept")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("org.posthorn.testing.MariaDbServer#flavours")
    void refusesAnotherPasswordAndNoPassword(MariaDbFlavour flavour) {
        MariaDbServer server = MariaDbServer.shared(flavour);
        for (String password : new String[] {"", "wrong"}) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(""), server.user(), password))
                    .hasMessageContaining("Access denied");
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(""), "root", password))
                    .hasMessageContaining("Access denied");
        }
    }

    @Test
    void leavesNoFileAndNoProcessAtClose() {
        MariaDbServer server = MariaDbServer.of(MariaDbFlavour.EMBEDDED).start();
        Path directory = server.socket().getParent();
        long process = server.processId();
        server.close();

        assertThat(directory).doesNotExist();
        assertThat(ProcessHandle.of(process)).isEmpty();
    }

    @Test
    void doesNotRunAsRoot() throws Exception {
        MariaDbServer server = MariaDbServer.shared(MariaDbFlavour.EMBEDDED);

        assertThat(Files.readAllLines(Path.of("/proc/" + server.processId() + "/status")))
                .filteredOn(line -> line.startsWith("Uid:"))
                .singleElement()
                .asString()
                .doesNotContain("\t0");
    }

    @Test
    void isNotStartedTwice() {
        MariaDbServer server = MariaDbServer.shared(MariaDbFlavour.EMBEDDED);

        assertThatThrownBy(server::start).hasMessage("already started");
    }

    private static int count(MariaDbServer server, String database) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
