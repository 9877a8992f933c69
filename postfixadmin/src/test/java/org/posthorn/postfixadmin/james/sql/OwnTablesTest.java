// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class OwnTablesTest {

    private static final PanelSettings SETTINGS = PanelSettings.DEFAULT.withOwnSchema("own_tables_test");

    private final MariaDbServer server;
    private final Database administrator;
    private final Database user;

    OwnTablesTest(MariaDbFlavour flavour) {
        server = MariaDbServer.shared(flavour);
        String url = server.createDatabase("own_tables_panel");
        administrator = new Database(DatabaseConfig.of(url, server.user(), server.password()));
        user = new Database(DatabaseConfig.of(url, "own_tables_user", "secret"));
    }

    @BeforeEach
    void makeAUserWithRightsOnThePanelsDatabaseOnly() {
        server.execute("", "DROP DATABASE IF EXISTS own_tables_test", "DROP USER IF EXISTS own_tables_user@'%'");
        server.execute(
                "",
                "CREATE USER own_tables_user@'%' IDENTIFIED BY 'secret'",
                "GRANT ALL ON own_tables_panel.* TO own_tables_user@'%'");
    }

    @AfterEach
    void close() {
        administrator.close();
        user.close();
    }

    @Test
    void areMadeOnceAndAgainWithoutHarm() {
        new OwnTables(administrator, SETTINGS).create();
        insert();
        new OwnTables(administrator, SETTINGS).create();
        OwnTables tables = new OwnTables(administrator, SETTINGS);
        tables.create();
        tables.create();
        assertThat(tables.quota()).isEqualTo("own_tables_test.posthorn_quota");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void areMadeBySeveralAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<String>> makers = IntStream.range(0, 6)
                    .mapToObj(number -> (Callable<String>) () -> new OwnTables(administrator, SETTINGS).mapping())
                    .toList();
            for (Future<String> made : threads.invokeAll(makers)) {
                assertThat(made.get()).isEqualTo("own_tables_test.posthorn_mapping");
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aSchemaThatIsThereNeedsNoRightToMakeOne() {
        server.execute(
                "",
                "CREATE DATABASE own_tables_test CHARACTER SET utf8mb4",
                "GRANT ALL ON own_tables_test.* TO own_tables_user@'%'");
        assertThatCode(() -> new OwnTables(user, SETTINGS).create()).doesNotThrowAnyException();
    }

    @Test
    void tellTheAdministratorWhatToDoWithoutTheRight() {
        assertThatThrownBy(() -> new OwnTables(user, SETTINGS).create())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the schema own_tables_test is missing")
                .hasMessageContaining("GRANT ALL ON own_tables_test.* TO 'own_tables_user'@'%'");
    }

    private void insert() {
        administrator
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO own_tables_test.posthorn_quota (scope, name) VALUES ('global', '')"));
    }

    private int count() {
        return administrator.jdbi().withHandle(handle -> handle.select(
                        "SELECT COUNT(*) FROM own_tables_test.posthorn_quota")
                .mapTo(Integer.class)
                .one());
    }
}
