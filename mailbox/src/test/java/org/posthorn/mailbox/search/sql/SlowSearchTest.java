// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.mail.Flags.Flag;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.UidValidity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.message.sql.SqlContents;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;
import org.posthorn.testing.Poll;

final class SlowSearchTest {

    private static final String WAITING = "SELECT COUNT(*) FROM information_schema.processlist"
            + " WHERE state LIKE 'Waiting for table%' AND info LIKE 'SELECT m.uid%' AND time >= ";
    private static final SearchQuery SLOW = SearchQuery.of(SearchQuery.subject("nothing"));
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static StoreFixture fixture;
    private static Database impatient;
    private static StoreDatabase store;

    private Connection other;
    private Statement statement;

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
        store = new StoreDatabase(impatient, fixture.store().tables());
    }

    @AfterAll
    static void stop() {
        impatient.close();
        fixture.close();
    }

    @BeforeEach
    void lock() throws SQLException {
        other = MariaDbServer.shared(MariaDbFlavour.EMBEDDED).connect("");
        statement = other.createStatement();
        statement.execute(fixture.store().tables().sql("LOCK TABLES {content} WRITE"));
    }

    @AfterEach
    void unlock() throws SQLException {
        other.close();
    }

    @Test
    void aSearchMayTakeLongerThanOtherStatements() throws Exception {
        CompletableFuture<List<MessageUid>> found = search(index(PATIENCE), "ann", SLOW);

        boolean waits = Poll.until(Duration.ofSeconds(30), () -> waiting(3) > 0 || found.isDone());
        statement.execute("UNLOCK TABLES");

        assertThat(waits).isTrue();
        assertThat(found.get(1, TimeUnit.MINUTES)).isEmpty();
    }

    @Test
    void howeverManySearchesHangOtherQuestionsAndQuickSearchesAreAnswered() throws Exception {
        SqlMessageSearchIndex index = index(PATIENCE);
        List<CompletableFuture<List<MessageUid>>> slow = IntStream.range(0, 12)
                .mapToObj(number -> search(index, "user" + number, SLOW))
                .toList();
        assertThat(Poll.until(Duration.ofSeconds(30), () -> waiting(0) == 4)).isTrue();

        assertThat(search(index, "ann", SearchQuery.of(SearchQuery.flagIsUnSet(Flag.SEEN)))
                        .get(1, TimeUnit.MINUTES))
                .isEmpty();
        assertThat(store.<Integer>read(connection -> 1)).isEqualTo(1);
        assertThat(impatient.isReachable()).isTrue();
        assertThat(store.<Integer>write(connection -> 1)).isEqualTo(1);
        assertThat(waiting(0)).isEqualTo(4);

        statement.execute("UNLOCK TABLES");
        for (CompletableFuture<List<MessageUid>> search : slow) {
            assertThat(search.get(1, TimeUnit.MINUTES)).isEmpty();
        }
    }

    @Test
    void oneUsersSearchesLeaveRoomForAnothers() {
        SqlMessageSearchIndex index = index(PATIENCE);
        List<CompletableFuture<List<MessageUid>>> anns = IntStream.range(0, 10)
                .mapToObj(any -> search(index, "ann", SLOW))
                .toList();
        assertThat(Poll.until(Duration.ofSeconds(30), () -> waiting(0) == 2)).isTrue();

        CompletableFuture<List<MessageUid>> bobs = search(index, "bob", SLOW);

        assertThat(Poll.until(Duration.ofSeconds(30), () -> waiting(0) == 3)).isTrue();
        anns.forEach(search -> search.cancel(true));
        bobs.cancel(true);
        assertThat(Poll.until(Duration.ofSeconds(30), () -> waiting(0) == 0)).isTrue();
    }

    @Test
    void theDatabaseGivesUpWhatNobodyWaitsForAndTheNextSearchIsUntouched() throws Exception {
        SqlMessageSearchIndex index = index(PATIENCE);
        for (int i = 0; i < 5; i++) {
            CompletableFuture<List<MessageUid>> left = search(index, "ann", SLOW);
            assertThat(Poll.until(Duration.ofSeconds(30), () -> waiting(0) == 1))
                    .isTrue();

            left.cancel(true);

            assertThat(Poll.until(Duration.ofSeconds(30), () -> waiting(0) == 0))
                    .isTrue();
        }
        statement.execute("UNLOCK TABLES");
        for (int i = 0; i < 5; i++) {
            assertThat(search(index, "ann", SLOW).get(1, TimeUnit.MINUTES)).isEmpty();
        }
    }

    @Test
    void aSearchWhoseTurnDoesNotComeIsPutOff() {
        SqlMessageSearchIndex index = index(Duration.ofMillis(100));
        List<CompletableFuture<List<MessageUid>>> slow = IntStream.range(0, 3)
                .mapToObj(any -> search(index, "ann", SLOW))
                .toList();

        assertThatThrownBy(() -> slow.get(2).get(1, TimeUnit.MINUTES))
                .hasCauseInstanceOf(StoreUnavailableException.class);
        slow.forEach(search -> search.cancel(true));
    }

    private static SqlMessageSearchIndex index(Duration patience) {
        return new SqlMessageSearchIndex(store, new SqlContents(store), patience);
    }

    private static CompletableFuture<List<MessageUid>> search(
            SqlMessageSearchIndex index, String user, SearchQuery query) {
        Mailbox folder = new Mailbox(MailboxPath.inbox(Username.of(user)), UidValidity.of(1), new FolderId(1));
        try {
            return index.search(MailboxSessionUtil.create(Username.of(user)), folder, query)
                    .collectList()
                    .toFuture();
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many searches have waited for the lock for so many seconds. */
    private int waiting(int seconds) {
        try (ResultSet row = statement.executeQuery(WAITING + seconds)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
