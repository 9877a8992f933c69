// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.testing.MariaDbServer;

/** Somebody learns that a name is another account's before that account has folders. */
class AccountIdentityWatchTest {

    private static final String ANN = "ann@example.org";

    private static StoreFixture fixture;

    private final List<String> told = new ArrayList<>();
    private AccountIdentity identity;

    @BeforeAll
    static void open() {
        fixture = StoreFixture.on(MariaDbServer.flavour());
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void ann() throws Exception {
        fixture.empty();
        Usage usage = new Usage(fixture.database(), fixture.store());
        identity = new AccountIdentity(
                fixture.database(), fixture.store(), usage, new DeletedFolders(fixture.store(), usage));
        account("2024-01-01 10:00:00");
        identity.check(ANN);
        fixture.run("INSERT INTO {folder} (owner, namespace, name, uid_validity) VALUES ('" + ANN
                + "', '#private', 'INBOX', 1)");
    }

    @Test
    void nobodyIsToldOfAnAccountThatIsAsItWas() throws Exception {
        identity.watch(told::add);
        identity.check(ANN);

        assertThat(told).isEmpty();
    }

    @Test
    void theWatchIsToldWhileTheFoldersAreStillTheOldAccounts() throws Exception {
        identity.watch(owner -> told.add(owner + " has " + folders()));
        account("2024-01-01 10:00:01");
        identity.check(ANN);

        assertThat(told).containsExactly(ANN + " has 1");
        assertThat(folders()).isZero();
    }

    @Test
    void theFoldersStayWhereTheyAreWhileTheWatchCannotDoItsWork() throws Exception {
        identity.watch(owner -> {
            throw new AccountsUnavailableException("no answer", new IllegalStateException("down"));
        });
        account("2024-01-01 10:00:01");

        assertThatThrownBy(() -> identity.check(ANN)).isInstanceOf(StoreUnavailableException.class);
        assertThat(folders()).isEqualTo(1);
    }

    private static void account(String created) {
        fixture.run("DELETE FROM mailbox");
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) VALUES ('"
                + ANN + "', '', '', '', '', 'example.org', '" + created + "')");
    }

    private static long folders() {
        try {
            return fixture.store().<Long>read(connection -> {
                try (PreparedStatement query = connection.prepareStatement(fixture.store()
                                .tables()
                                .sql("SELECT COUNT(*) FROM {folder} WHERE owner = '" + ANN + "'"));
                        ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            });
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }
}
