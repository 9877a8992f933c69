// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** What the administrator is told at the start, and what happens to the schema and to writes. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class DatabaseTest {

    private static final String NAME = "sql_database";

    private final MariaDbFlavour flavour;
    private final MariaDbServer server;
    private final Database database;

    DatabaseTest(MariaDbFlavour flavour) {
        this.flavour = flavour;
        this.server = MariaDbServer.shared(flavour);
        server.createDatabase(NAME, PanelVersion.V3.scripts());
        this.database = database(server.user(), server.password(), NAME);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void nothingIsWrongWithThePanelsTablesNeitherOfThreeNorOfFour() {
        assertThat(database.check()).isEmpty();
        server.createDatabase(NAME, PanelVersion.V4.scripts());
        assertThat(database.check()).isEmpty();
    }

    @Test
    void theTablesCanBeMadeTwice() {
        server.execute(
                NAME,
                "UPDATE config SET value = '1850'; INSERT INTO domain (domain, description, transport)"
                        + " VALUES ('example.test', '', '')");
        server.execute(NAME, PanelVersion.V3.scripts());

        assertThat(database.<List<String>>withHandle(handle -> handle.createQuery("SELECT value FROM config")
                        .mapTo(String.class)
                        .list()))
                .containsExactly("1850");
        assertThat(database.<List<String>>withHandle(
                        handle -> handle.createQuery("SELECT domain FROM domain ORDER BY domain")
                                .mapTo(String.class)
                                .list()))
                .containsExactly("ALL", "example.test");
    }

    @Test
    void aWrongPasswordIsToldWithTheUsersNameAndWithoutThePassword() {
        try (Database refused = database(server.user(), "not-the-password", NAME)) {
            assertThat(refused.check())
                    .singleElement()
                    .asString()
                    .contains(server.user(), "password")
                    .doesNotContain("not-the-password");
            assertThatThrownBy(refused::schema)
                    .isInstanceOf(AccountsUnavailableException.class)
                    .hasMessageNotContaining("not-the-password");
        }
    }

    /** Its cache of passwords, which would let him in, knows nobody who has not logged in since the server's start. */
    @Test
    void mySqlTakesAPasswordOverAnEncryptedConnectionOnlyWhichIsTold() {
        server.execute(
                NAME,
                "DROP USER IF EXISTS sql_secretive@'%'",
                "CREATE USER sql_secretive@'%' IDENTIFIED BY 'the-password'",
                "GRANT ALL ON " + NAME + ".* TO sql_secretive@'%'");
        try (Database plain = database("sql_secretive", "the-password", NAME + "?sslMode=DISABLED")) {
            if (flavour == MariaDbFlavour.MYSQL) {
                assertThat(plain.check())
                        .singleElement()
                        .asString()
                        .contains("sslMode=DISABLED", "allowPublicKeyRetrieval=true")
                        .doesNotContain("the-password");
            } else {
                assertThat(plain.check()).isEmpty();
            }
        }
        try (Database usual = database("sql_secretive", "the-password", NAME)) {
            assertThat(usual.check()).isEmpty();
        }
    }

    @Test
    void mySqlIsTalkedToInSecret() {
        String cipher = database.withHandle(handle -> handle.createQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
                .map((row, context) -> row.getString(2))
                .one());

        assertThat(cipher.isEmpty()).isEqualTo(flavour != MariaDbFlavour.MYSQL);
    }

    @Test
    void aDatabaseThatIsMissingIsTold() {
        try (Database missing = database(server.user(), server.password(), "no_such_database")) {
            assertThat(missing.check()).singleElement().asString().contains("no_such_database");
        }
    }

    @Test
    void everyMissingTableAndColumnIsTold() {
        server.execute(NAME, "DROP TABLE alias_domain; ALTER TABLE domain DROP COLUMN backupmx");

        assertThat(database.check()).hasSize(2);
        assertThat(database.check().get(0)).contains("'alias_domain'");
        assertThat(database.check().get(1)).contains("'domain'", "'backupmx'");
    }

    @Test
    void theSchemaIsSeenAgainWhenAColumnIsGone() {
        assertThat(database.schema().hasColumn("mailbox", "phone")).isTrue();
        server.execute(NAME, "ALTER TABLE mailbox DROP COLUMN phone");

        String count = database.withHandle(handle -> {
            String column = database.schema().hasColumn("mailbox", "phone") ? "phone" : "username";
            return handle.createQuery("SELECT COUNT(" + column + ") FROM mailbox")
                    .mapTo(String.class)
                    .one();
        });

        assertThat(count).isEqualTo("0");
    }

    @Test
    void whatFourHasIsSeen() {
        assertThat(database.schema().hasAppPasswords()).isFalse();
        assertThat(database.schema().hasSmtpActive()).isFalse();
        assertThat(database.schema().hasPasswordExpiry()).isTrue();
        server.createDatabase(NAME, PanelVersion.V4.scripts());
        try (Database upgraded = database(server.user(), server.password(), NAME)) {
            assertThat(upgraded.schema().hasAppPasswords()).isTrue();
            assertThat(upgraded.schema().hasSmtpActive()).isTrue();
            assertThat(upgraded.schema().hasTable("TOTP_EXCEPTION_ADDRESS")).isTrue();
        }
    }

    @Test
    void aTransactionIsWrittenWholeOrNotAtAll() {
        assertThatThrownBy(() -> database.inTransaction(handle -> {
                    handle.execute("INSERT INTO quota2 (username) VALUES ('a@example.test')");
                    return handle.execute("INSERT INTO quota2 (username) VALUES ('A@example.test')");
                }))
                .isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(rowsOfQuota()).isEqualTo("0");

        database.inTransaction(handle -> handle.execute("INSERT INTO quota2 (username) VALUES ('a@example.test')"));
        assertThat(rowsOfQuota()).isEqualTo("1");
    }

    @Test
    void aTextThatTheColumnCannotHoldIsRefusedAndNoFailureOfTheDatabase() {
        for (String name : new String[] {"\u0416@example.test", "\ud83d\ude00@example.test"}) {
            assertThatThrownBy(() -> database.inTransaction(
                            handle -> handle.execute("INSERT INTO quota2 (username) VALUES (?)", name)))
                    .isInstanceOf(UnableToExecuteStatementException.class);
        }
    }

    @Test
    void aStatementThatCannotWorkIsUnavailableAndNeverAnEmptyAnswer() {
        assertThatThrownBy(() -> database.withHandle(handle -> handle.createQuery("SELECT nothing FROM mailbox")
                        .mapToMap()
                        .list()))
                .isInstanceOf(AccountsUnavailableException.class);
    }

    @Test
    void textsOfAllLanguagesPassUnharmed() {
        String name = "\u0416\u00fc\ud83d\ude00";
        database.inTransaction(handle -> handle.execute(
                "INSERT INTO mailbox (username, password, name, maildir, local_part, domain)"
                        + " VALUES ('a@example.test', '', ?, '', 'a', 'example.test')",
                name));

        assertThat(database.<String>withHandle(handle -> handle.createQuery("SELECT name FROM mailbox")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo(name);
    }

    private String rowsOfQuota() {
        return database.withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM quota2")
                .mapTo(String.class)
                .one());
    }

    private Database database(String user, String password, String name) {
        return new Database(DatabaseConfig.of(server.jdbcUrl(name), user, password));
    }
}
