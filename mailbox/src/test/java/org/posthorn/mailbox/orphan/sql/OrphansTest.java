// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.orphan.Orphan;
import org.posthorn.mailbox.orphan.OrphanException;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.quota.sql.Recount;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrphansTest {

    private static final String ANN = "ann@example.org";
    private static final String CREATED = "2024-01-01 10:00:00";
    private static final String BOB = "bob@example.org";

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private Usage usage;
    private AccountIdentity identity;
    private Orphans orphans;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
        usage = new Usage(fixture.database(), fixture.store());
        DeletedFolders deleted = new DeletedFolders(fixture.store(), usage);
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
        fixture.empty().run("DELETE FROM mailbox");
        account(ANN, CREATED);
        identity.check(ANN);
        folder(ANN, "INBOX", 3, 300);
        folder(ANN, "Work", 2, 200);
        fixture.run("INSERT INTO {subscription} VALUES ('ann@example.org', '#private:ann@example.org:Work')");
    }

    @Test
    void anAccountThatIsStillThereKeepsItsMail() throws Exception {
        fixture.run("UPDATE mailbox SET password = 'x', active = 0, modified = NOW()");
        identity.check(ANN);

        assertThat(orphans.list()).isEmpty();
        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
    }

    @Test
    void aRowWhoseTimeOfCreationIsEarlierOrUnknownNowIsTheSameAccount() throws Exception {
        for (String created : List.of("2019-05-05 05:05:05", "2000-01-01 00:00:00")) {
            fixture.run("UPDATE mailbox SET created = '" + created + "'");
            identity.check(ANN);

            assertThat(orphans.list()).isEmpty();
            assertThat(folders(ANN)).containsExactly("INBOX", "Work");
        }
    }

    @Test
    void anAccountCreatedAgainStartsEmpty() throws Exception {
        again(ANN);
        identity.check(ANN);

        assertThat(folders(ANN)).isEmpty();
        assertThat(subscriptions(ANN)).isEmpty();
        Orphan orphan = orphans.list().get(0);
        assertThat(orphan.owner()).isEqualTo(ANN);
        assertThat(List.of(orphan.folders(), orphan.messages(), orphan.bytes())).containsExactly(2L, 5L, 500L);
    }

    @Test
    void itsUsageStartsAtNothing() throws Exception {
        fixture.store().write(connection -> {
            usage.add(connection, ANN, 500, 5);
            return true;
        });
        again(ANN);
        identity.check(ANN);

        assertThat(fixture.store()
                        .<Long>read(connection -> usage.figures(connection, ANN).bytes()))
                .isZero();
    }

    @Test
    void theSecondCheckOfANewAccountDetachesNothing() throws Exception {
        again(ANN);
        identity.check(ANN);
        folder(ANN, "INBOX", 1, 10);
        identity.check(ANN);

        assertThat(folders(ANN)).containsExactly("INBOX");
        assertThat(orphans.list()).hasSize(1);
    }

    @Test
    void anAccountWhoseRowVanishedIsListed() throws Exception {
        fixture.run("DELETE FROM mailbox");

        assertThat(orphans.list()).extracting(Orphan::owner).containsExactly(ANN);
        assertThat(folders(ANN)).isEmpty();
        assertThat(orphans.list()).hasSize(1);
    }

    @Test
    void anOwnerThePanelNeverHadIsLeftAlone() throws Exception {
        folder("system", "INBOX", 1, 1);
        identity.check("system");
        orphans.sweep();

        assertThat(folders("system")).containsExactly("INBOX");
    }

    @Test
    void aPanelThatDoesNotAnswerDetachesNothing() throws Exception {
        fixture.run("RENAME TABLE mailbox TO mailbox_away");
        try {
            assertThatThrownBy(() -> identity.check(ANN)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(orphans::sweep).isInstanceOf(StoreUnavailableException.class);
        } finally {
            fixture.run("RENAME TABLE mailbox_away TO mailbox");
        }

        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
    }

    @Test
    void aPanelThatLostMostOfItsRowsDetachesNothing() throws Exception {
        for (int i = 0; i < 30; i++) {
            account("user" + i + "@example.org", "2024-01-01 10:00:00");
            identity.check("user" + i + "@example.org");
        }
        fixture.run("DELETE FROM mailbox WHERE username <> 'user1@example.org'");

        assertThat(orphans.list()).isEmpty();
        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
    }

    @Test
    void attachedFoldersAreTheUsersOwn() throws Exception {
        fixture.run("INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, internal_date, size)"
                + " SELECT id, seq, seq, 1, 0, 0, 100 FROM {folder} JOIN " + StoreFixture.numbers(1, 5)
                + " ON seq <= messages");
        long id = orphan();
        account(BOB, "2024-02-02 10:00:00");
        orphans.attach(id, BOB);

        assertThat(folders(BOB)).containsExactly("INBOX", "Work");
        assertThat(subscriptions(BOB)).containsExactly("#private:bob@example.org:Work");
        assertThat(orphans.list()).isEmpty();
        assertThat(fixture.store()
                        .<Long>read(connection -> usage.figures(connection, BOB).messages()))
                .isEqualTo(5);
    }

    @Test
    void aNameThatIsTakenGoesBelowRestored() throws Exception {
        long id = orphan();
        account(BOB, "2024-02-02 10:00:00");
        identity.check(BOB);
        folder(BOB, "INBOX", 1, 1);
        folder(BOB, "Restored.INBOX", 1, 1);
        orphans.attach(id, BOB);

        assertThat(folders(BOB)).containsExactly("INBOX", "Restored-2.INBOX", "Restored.INBOX", "Work");
    }

    @Test
    void foldersCanBeGivenBackToANewAccountOfTheSameName() throws Exception {
        long id = orphan();
        account(ANN, "2025-01-01 10:00:00");
        orphans.attach(id, "Ann@Example.org");

        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
        orphans.sweep();
        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
    }

    @Test
    void anAccountWhoseRowIsBackHasItsMailAgain() throws Exception {
        long id = orphan();
        account(ANN, CREATED);
        identity.check(ANN);

        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
        assertThat(subscriptions(ANN)).containsExactly("#private:ann@example.org:Work");
        assertThat(used(ANN)).containsExactly(500L, 5L);
        assertThat(folders("#" + id)).isEmpty();
        assertThat(orphans.list()).isEmpty();
    }

    @Test
    void itHasItsMailAgainThoughNobodyAsksForIt() throws Exception {
        orphan();
        account("Ann@example.org", CREATED);
        orphans.sweep();

        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
    }

    @Test
    void mailMayComeAndGoAnyNumberOfTimes() throws Exception {
        for (int i = 0; i < 3; i++) {
            orphan();
            account(ANN, CREATED);
            identity.check(ANN);
        }

        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
        assertThat(used(ANN)).containsExactly(500L, 5L);
    }

    @Test
    void whatCameWhileTheRowWasGoneIsKeptBesideTheRest() throws Exception {
        orphan();
        identity.check(ANN);
        folder(ANN, "INBOX", 1, 10);
        folder(ANN, "Sent", 0, 0);
        folder(ANN, "Work", 0, 0);
        account(ANN, CREATED);
        identity.check(ANN);

        assertThat(folders(ANN)).containsExactly("INBOX", "Restored.INBOX", "Sent", "Work");
        assertThat(names("SELECT messages FROM {folder} WHERE owner = ? ORDER BY name", ANN))
                .containsExactly("3", "1", "0", "2");
        assertThat(subscriptions(ANN))
                .containsExactly("#private:ann@example.org:Restored.INBOX", "#private:ann@example.org:Work");
        assertThat(used(ANN)).containsExactly(510L, 6L);
    }

    @Test
    void aRowThatIsBackInPlaceOfANewOneSetsTheNewAccountsMailApart() throws Exception {
        again(ANN);
        identity.check(ANN);
        folder(ANN, "INBOX", 1, 10);
        fixture.run("UPDATE mailbox SET created = '" + CREATED + "'");
        identity.check(ANN);

        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
        assertThat(used(ANN)).containsExactly(500L, 5L);
        assertThat(orphans.list()).extracting(Orphan::messages).containsExactly(1L);
        identity.check(ANN);
        assertThat(folders(ANN)).containsExactly("INBOX", "Work");
    }

    @Test
    void aRowWhoseTimeOfCreationSaysNothingBringsNothingBack() throws Exception {
        for (String created : List.of("2000-01-01 00:00:00", "0000-00-00 00:00:00", "2024-03-03 00:00:00")) {
            fixture.run("DELETE FROM mailbox").run("DELETE FROM {account}");
            account(BOB, created);
            identity.check(BOB);
            folder(BOB, "INBOX", 1, 10);
            fixture.run("DELETE FROM mailbox");
            orphans.sweep();
            account(BOB, created);
            identity.check(BOB);
            orphans.sweep();

            assertThat(folders(BOB)).isEmpty();
        }
        assertThat(orphans.list()).hasSize(3);
    }

    @Test
    void whatCameForTheOldAccountAfterItsEndIsNotTheNewOnes() throws Exception {
        orphan();
        identity.check(ANN);
        folder(ANN, "INBOX", 1, 10);
        account(ANN, "2025-01-01 10:00:00");
        identity.check(ANN);

        assertThat(folders(ANN)).isEmpty();
        assertThat(used(ANN)).containsExactly(0L, 0L);
        assertThat(orphans.list()).extracting(Orphan::messages).containsExactly(5L, 1L);
        folder(ANN, "INBOX", 2, 20);
        identity.check(ANN);
        orphans.sweep();
        assertThat(folders(ANN)).containsExactly("INBOX");
    }

    @Test
    void anotherUsersRowBringsNothingBack() throws Exception {
        orphan();
        account(BOB, CREATED);
        identity.check(BOB);
        orphans.sweep();

        assertThat(folders(BOB)).isEmpty();
        assertThat(orphans.list()).hasSize(1);
    }

    @Test
    void nothingIsAttachedToAUserThePanelDoesNotHave() throws Exception {
        long id = orphan();

        assertThatThrownBy(() -> orphans.attach(id, BOB))
                .isInstanceOf(OrphanException.class)
                .hasMessageContaining(BOB);
        assertThat(orphans.list()).hasSize(1);
    }

    @Test
    void aPurgedOrphanIsGone() throws Exception {
        long id = orphan();
        orphans.purge(id);

        assertThat(orphans.list()).isEmpty();
        assertThat(folders("#" + id)).isEmpty();
        assertThat(subscriptions("#" + id)).isEmpty();
        assertThatThrownBy(() -> orphans.purge(id)).isInstanceOf(OrphanException.class);
        assertThatThrownBy(() -> orphans.attach(id, ANN)).isInstanceOf(OrphanException.class);
    }

    private long orphan() throws MailboxException {
        fixture.run("DELETE FROM mailbox");
        return orphans.list().get(0).id();
    }

    private void again(String user) {
        fixture.run("DELETE FROM mailbox");
        account(user, "2025-01-01 10:00:00");
    }

    private void account(String user, String created) {
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) VALUES ('"
                + user + "', '', '', '', '', 'example.org', '" + created + "')");
    }

    private void folder(String owner, String name, int messages, int bytes) {
        fixture.run("INSERT INTO {folder} (owner, namespace, name, uid_validity, messages, bytes) VALUES ('" + owner
                + "', '#private', '" + name + "', 1, " + messages + ", " + bytes + ")");
    }

    private List<Long> used(String owner) throws MailboxException {
        return fixture.store().read(connection -> {
            Figures figures = usage.figures(connection, owner);
            return List.of(figures.bytes(), figures.messages());
        });
    }

    private List<String> folders(String owner) throws MailboxException {
        return names("SELECT name FROM {folder} WHERE owner = ? ORDER BY name", owner);
    }

    private List<String> subscriptions(String owner) throws MailboxException {
        return names("SELECT name FROM {subscription} WHERE owner = ? ORDER BY name", owner);
    }

    private List<String> names(String sql, String owner) throws MailboxException {
        return fixture.store().read(connection -> {
            List<String> names = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(fixture.store().tables().sql(sql))) {
                query.setString(1, owner);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        names.add(row.getString(1));
                    }
                }
            }
            return names;
        });
    }
}
