// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.orphan.OrphanException;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.quota.sql.Recount;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.Poll;

/** An account comes back while something else is being done with its mail. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrphansRacesTest {

    private static final String ANN = "ann@example.org";
    private static final String CREATED = "2024-01-01 10:00:00";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private Usage usage;
    private DeletedFolders deleted;
    private AccountIdentity identity;
    private Orphans orphans;
    private ExecutorService other;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
        usage = new Usage(fixture.database(), fixture.store());
        deleted = new DeletedFolders(fixture.store(), usage);
        identity = new AccountIdentity(fixture.database(), fixture.store(), usage, deleted);
        orphans = new Orphans(
                fixture.database(), fixture.store(), identity, deleted, new Recount(fixture.store(), usage));
    }

    @AfterParameterizedClassInvocation
    void close() {
        fixture.close();
    }

    @BeforeEach
    void ann() throws Exception {
        other = Executors.newSingleThreadExecutor();
        fixture.empty().run("DELETE FROM mailbox");
        account();
        identity.check(ANN);
        folder("INBOX", 3, 300);
        folder("Work", 2, 200);
    }

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @Test
    void whatIsBeingGivenBackIsNotPurged() throws Exception {
        fixture.run("DELETE FROM mailbox");
        long id = orphans.list().get(0).id();
        Attachment attachment = new Attachment(
                fixture.store().tables(),
                new PanelRows(fixture.database(), fixture.store().tables()),
                deleted);
        Future<?> purge = fixture.store().write(connection -> {
            attachment.lock(connection, id);
            Future<?> started = other.submit(() -> {
                orphans.purge(id);
                return true;
            });
            assertThat(Poll.until(PATIENCE, this::isSomebodyWaitingForTheOrphan))
                    .isTrue();
            attachment.giveBack(connection, id);
            return started;
        });

        assertThatThrownBy(() -> purge.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OrphanException.class);
        assertThat(sums()).containsExactly(2L, 5L, 500L);
    }

    @Test
    void whatIsDeliveredWhileAccountsComeAndGoIsCountedExactly() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Future<Integer> deliveries = other.submit(() -> {
            int count = 0;
            while (!isOver.get()) {
                deliver(count++ % 3 == 0 ? "New-" + count : "INBOX");
            }
            return count;
        });
        for (int i = 0; i < 30; i++) {
            fixture.run("DELETE FROM mailbox");
            identity.check(ANN);
            account();
            identity.check(ANN);
        }
        isOver.set(true);

        int delivered = deliveries.get(60, TimeUnit.SECONDS);
        identity.check(ANN);
        assertThat(orphans.list()).isEmpty();
        List<Long> sums = sums();
        assertThat(sums.subList(1, 3)).containsExactly(5L + delivered, 500L + 10L * delivered);
        assertThat(used()).isEqualTo(sums.subList(1, 3));
    }

    /** What a delivery does: a folder if there is none, its counters, the usage. */
    private void deliver(String folder) throws MailboxException {
        fixture.store().write(connection -> {
            execute(
                    connection,
                    "INSERT INTO {folder} (owner, namespace, name, uid_validity, messages, bytes) VALUES ('" + ANN
                            + "', '#private', '" + folder + "', 1, 1, 10)"
                            + " ON DUPLICATE KEY UPDATE messages = messages + 1, bytes = bytes + 10");
            usage.add(connection, ANN, 10, 1);
            return true;
        });
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(fixture.store().tables().sql(sql));
        }
    }

    private boolean isSomebodyWaitingForTheOrphan() {
        try {
            return fixture.store().<Boolean>read(connection -> {
                try (PreparedStatement query = connection.prepareStatement(
                                "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE ?");
                        ResultSet row = waiting(query)) {
                    row.next();
                    return row.getInt(1) > 0;
                }
            });
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    private ResultSet waiting(PreparedStatement query) throws SQLException {
        query.setString(1, fixture.store().tables().sql("SELECT owner FROM {orphan} WHERE id = % FOR UPDATE"));
        return query.executeQuery();
    }

    private void account() {
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) VALUES ('"
                + ANN + "', '', '', '', '', 'example.org', '" + CREATED + "')");
    }

    private void folder(String name, int messages, int bytes) {
        fixture.run("INSERT INTO {folder} (owner, namespace, name, uid_validity, messages, bytes) VALUES ('" + ANN
                + "', '#private', '" + name + "', 1, " + messages + ", " + bytes + ")");
    }

    /** How many folders, messages and bytes there are. */
    private List<Long> sums() throws MailboxException {
        return fixture.store().read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(fixture.store()
                            .tables()
                            .sql("SELECT COUNT(*), SUM(messages), SUM(bytes) FROM {folder} WHERE owner = '" + ANN
                                    + "'"));
                    ResultSet row = query.executeQuery()) {
                row.next();
                return List.of(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        });
    }

    private List<Long> used() throws MailboxException {
        return fixture.store().read(connection -> {
            Figures figures = usage.figures(connection, ANN);
            return List.of(figures.messages(), figures.bytes());
        });
    }
}
