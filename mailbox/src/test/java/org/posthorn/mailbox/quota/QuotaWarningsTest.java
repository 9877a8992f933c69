// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.Delivered;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.quota.sql.UsageReader;
import org.posthorn.mailbox.structure.RawMessage;
import org.posthorn.testing.Poll;

class QuotaWarningsTest {

    private static final String ALICE = "alice@example.test";
    private static final long LIMIT = 100_000;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    private static StoreFixture fixture;

    private final List<String> stored = new CopyOnWriteArrayList<>();
    private Usage usage;
    private QuotaWarnings warnings;
    private long moreWithEachWarning;

    @BeforeAll
    static void startFixture() {
        fixture = StoreFixture.create();
    }

    @AfterAll
    static void stopFixture() {
        fixture.close();
    }

    @BeforeEach
    void start() {
        fixture.empty()
                .run("REPLACE INTO mailbox (username, password, name, maildir, quota, local_part, domain) VALUES ('"
                        + ALICE + "', '', '', '', " + LIMIT + ", '', '')");
        usage = new Usage(fixture.database(), fixture.store());
        start("80, 95");
    }

    private void start(String levels) {
        warnings = new QuotaWarnings(
                WarningLevels.parse(levels),
                new UsageReader(fixture.store(), usage),
                this::deliver,
                "postmaster@example.test",
                NOON);
        usage.watch(warnings);
    }

    @AfterEach
    void stop() throws InterruptedException {
        warnings.close();
    }

    @Test
    void eachLevelIsWarnedOfOnceWhenItIsCrossed() throws MailboxException {
        add(79_999);
        add(1);
        awaitWarnings(1);
        add(1_000);
        add(14_000);
        awaitWarnings(2);
        add(1_000);

        assertNoMoreThan(2);
        assertThat(stored.get(0)).contains("Subject: Your mailbox is 80 % full\r\n");
        assertThat(stored.get(1)).contains("Subject: Your mailbox is 95 % full\r\n");
    }

    @Test
    void theWarningIsAPlainMailFromThePostmaster() throws MailboxException {
        add(90_000);
        awaitWarnings(1);

        assertThat(stored.get(0))
                .startsWith(ALICE + " INBOX Date: Tue, 24 Nov 2026 12:00:00 +0000\r\n")
                .contains("From: Postmaster <postmaster@example.test>\r\n")
                .contains("To: <" + ALICE + ">\r\n")
                .contains("Auto-Submitted: auto-generated\r\n")
                .contains("is 90 % full: 87 kB of 97 kB are used.\r\n")
                .doesNotContainPattern("(?<!\r)\n");
    }

    @Test
    void bothLevelsAtOnceAreOneWarning() throws MailboxException {
        add(99_000);
        awaitWarnings(1);

        assertNoMoreThan(1);
    }

    @Test
    void whoMadeRoomIsWarnedAgain() throws MailboxException {
        add(85_000);
        awaitWarnings(1);
        subtract(80_000);
        add(80_000);

        awaitWarnings(2);
    }

    @Test
    void whatIsRolledBackIsNoCrossing() throws MailboxException {
        assertThatThrownBy(() -> fixture.store().write(connection -> {
                    usage.add(connection, ALICE, 90_000, 1);
                    throw new MailboxException("undone");
                }))
                .hasMessage("undone");
        add(10);

        assertNoMoreThan(0);
    }

    @Test
    void theWarningItselfIsNoCrossing() throws MailboxException {
        moreWithEachWarning = 20_000;
        add(80_000);
        awaitWarnings(1);

        assertNoMoreThan(1);
    }

    @Test
    void aWarningThatDoesNotFitIsLeftOut() throws MailboxException {
        moreWithEachWarning = 20_000;
        add(90_000);

        assertNoMoreThan(0);
    }

    @Test
    void warningsCanBeSwitchedOff() throws MailboxException {
        start("off");
        add(99_000);

        assertNoMoreThan(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "", "80,", "many", "-5"})
    void levelsThatAreNoPercentsAreRefused(String text) {
        assertThatThrownBy(() -> WarningLevels.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private Delivered deliver(Username owner, String folder, RawMessage message, Flags flags, Optional<DeliveryKey> key)
            throws MailboxException {
        add(moreWithEachWarning);
        try {
            byte[] bytes = message.open().readAllBytes();
            stored.add(owner.asString() + " " + folder + " " + new String(bytes, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Delivered(MailboxPath.inbox(owner), MessageUid.of(1), new ContentId(1), true);
    }

    private void awaitWarnings(int count) {
        assertThat(Poll.until(SOON, () -> stored.size() >= count)).isTrue();
    }

    private void assertNoMoreThan(int count) {
        assertThat(Poll.until(Duration.ofMillis(300), () -> stored.size() > count))
                .isFalse();
    }

    private void add(long bytes) throws MailboxException {
        fixture.store().write(connection -> {
            usage.add(connection, ALICE, bytes, 1);
            return true;
        });
    }

    private void subtract(long bytes) throws MailboxException {
        fixture.store().write(connection -> {
            usage.subtract(connection, ALICE, bytes, 1);
            return true;
        });
    }
}
