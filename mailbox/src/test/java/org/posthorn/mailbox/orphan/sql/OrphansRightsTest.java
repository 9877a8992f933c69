// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.quota.sql.Recount;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.testing.MariaDbFlavour;

/** What becomes of the rights that others gave to an account that is deleted in the panel. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrphansRightsTest {

    private static final String ANN = "ann@example.org";
    private static final String BOB = "bob@example.org";
    private static final String CREATED = "2024-01-01 10:00:00";
    private static final String OTHERS = "+ group ann%40example.org lr\n+ user joann%40example.org lr";

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private AccountIdentity identity;
    private Orphans orphans;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
        Usage usage = new Usage(fixture.database(), fixture.store());
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
    void bobGivesAnnRights() throws Exception {
        fixture.empty().run("DELETE FROM mailbox");
        for (String user : List.of(ANN, BOB)) {
            account(user, CREATED);
            identity.check(user);
        }
        folder(ANN, "INBOX", "NULL");
        folder(BOB, "INBOX", "NULL");
        folder(BOB, "Others", OTHERS);
        folder(BOB, "Both", OTHERS + "\n+ user ann%40example.org lrs\n- user Ann%40example.org w");
        folder(BOB, "Hers", "+ user ann%40example.org lrs");
    }

    @Test
    void theNextAccountOfTheNameHasNoneOfThem() throws Exception {
        again();
        identity.check(ANN);

        assertThat(rights("Both").lines())
                .containsAll(OTHERS.lines().toList())
                .noneMatch(line -> line.contains("user ann") || line.contains("user Ann"));
        assertThat(rights("Hers")).doesNotContain("ann");
        assertThat(rights("Others")).isEqualTo(OTHERS);
        assertThat(rights("INBOX")).isEqualTo("none");
    }

    @Test
    void anAccountWithoutMailLeavesNoneToTheNextEither() throws Exception {
        fixture.run("DELETE FROM {folder} WHERE owner = '" + ANN + "'");
        again();
        identity.check(ANN);

        assertThat(rights("Hers")).isEqualTo("none");
        assertThat(rights("Both")).isEqualTo(OTHERS);
        assertThat(orphans.list()).isEmpty();
    }

    @Test
    void anAccountWhoseRowIsBackHasThemAgain() throws Exception {
        String both = rights("Both").replace("Ann", "ann");
        orphan();
        account(ANN, CREATED);
        identity.check(ANN);

        assertThat(rights("Both").lines())
                .containsExactlyInAnyOrderElementsOf(both.lines().toList());
        assertThat(rights("Hers")).isEqualTo("+ user ann%40example.org lrs");
    }

    @Test
    void whatWasGivenMeanwhileIsNotOverwritten() throws Exception {
        orphan();
        fixture.run("UPDATE {folder} SET acl = CONCAT(acl, '\\n+ user ann%40example.org l') WHERE name = 'Hers'");
        account(ANN, CREATED);
        identity.check(ANN);

        assertThat(rights("Hers")).isEqualTo("+ user ann%40example.org l");
    }

    @Test
    void rightsInTheAccountsOwnFoldersGoWithThemAndNotToTheNextAccount() throws Exception {
        fixture.run("UPDATE {folder} SET acl = '+ user ann%40example.org lrs\\n+ user joann%40example.org lr'"
                + " WHERE owner = '" + ANN + "'");
        orphans.attach(orphan(), BOB);

        assertThat(rights("Restored.INBOX")).isEqualTo("+ user joann%40example.org lr");
    }

    @Test
    void whoGetsThePlaceOfAnOrphanOrPurgesItLeavesNoTraceInRights() throws Exception {
        orphans.attach(orphan(), BOB);
        assertThat(rights("Hers")).isEqualTo("none");

        bobGivesAnnRights();
        orphans.purge(orphan());
        assertThat(rights("Hers")).isEqualTo("none");
        assertThat(rights("Both")).isEqualTo(OTHERS);
    }

    private long orphan() throws MailboxException {
        fixture.run("DELETE FROM mailbox WHERE username = '" + ANN + "'");
        return orphans.list().get(0).id();
    }

    private void again() {
        fixture.run("DELETE FROM mailbox WHERE username = '" + ANN + "'");
        account(ANN, "2025-01-01 10:00:00");
    }

    private void account(String user, String created) {
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) VALUES ('"
                + user + "', '', '', '', '', 'example.org', '" + created + "')");
    }

    private void folder(String owner, String name, String rights) {
        fixture.run("INSERT INTO {folder} (owner, namespace, name, uid_validity, acl) VALUES ('" + owner
                + "', '#private', '" + name + "', 1, " + (rights.equals("NULL") ? rights : "'" + rights + "'") + ")");
    }

    private String rights(String folder) throws MailboxException {
        return fixture.store().read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(fixture.store()
                    .tables()
                    .sql("SELECT COALESCE(acl, 'none') FROM {folder} WHERE owner = ? AND name = ?"))) {
                query.setString(1, BOB);
                query.setString(2, folder);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }
}
