// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.UidValidity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.message.sql.SqlContents;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;
import org.posthorn.testing.Poll;

final class SlowSearchTest {

    private static final String WAITING = "SELECT COUNT(*) FROM information_schema.processlist"
            + " WHERE state LIKE 'Waiting for table%' AND info LIKE 'SELECT m.uid%' AND time >= 3";

    private static StoreFixture fixture;
    private static Database impatient;

    @BeforeAll
    static void start() {
        fixture = StoreFixture.create();
        DatabaseConfig config = fixture.config();
        impatient = new Database(new DatabaseConfig(
                config.url(),
                config.user(),
                config.password(),
                2,
                config.poolTimeout(),
                config.connectTimeout(),
                Duration.ofSeconds(1)));
    }

    @AfterAll
    static void stop() {
        impatient.close();
        fixture.close();
    }

    @Test
    void aSearchMayTakeLongerThanOtherStatements() throws Exception {
        StoreDatabase store = new StoreDatabase(impatient, fixture.store().tables());
        SqlMessageSearchIndex index = new SqlMessageSearchIndex(store, new SqlContents(store));
        Mailbox folder = new Mailbox(MailboxPath.inbox(Username.of("ann")), UidValidity.of(1), new FolderId(1));
        MariaDbServer server = MariaDbServer.shared(MariaDbFlavour.EMBEDDED);
        try (Connection other = server.connect("");
                Statement statement = other.createStatement()) {
            statement.execute(fixture.store().tables().sql("LOCK TABLES {content} WRITE"));
            CompletableFuture<List<MessageUid>> found = index.search(
                            MailboxSessionUtil.create(Username.of("ann")),
                            folder,
                            SearchQuery.of(SearchQuery.subject("nothing")))
                    .collectList()
                    .toFuture();

            boolean waits = Poll.until(Duration.ofSeconds(30), () -> isWaiting(statement) || found.isDone());
            statement.execute("UNLOCK TABLES");

            assertThat(waits).isTrue();
            assertThat(found.get(1, TimeUnit.MINUTES)).isEmpty();
        }
    }

    private static boolean isWaiting(Statement statement) {
        try (ResultSet row = statement.executeQuery(WAITING)) {
            return row.next() && row.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
