// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager.MailboxRenamedResult;
import org.apache.james.mailbox.MailboxManager.RenameOption;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.TooLongMailboxNameException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TreeRenameTest {

    private static final Username ANN = Username.of("ann@example.org");

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private SqlMailboxMapper mapper;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
        mapper = Folders.mapper(fixture);
    }

    @AfterParameterizedClassInvocation
    void close() {
        fixture.close();
    }

    @BeforeEach
    void clear() {
        Folders.clear(fixture);
    }

    @Test
    void everythingBelowGoesAlong() throws Exception {
        FolderId work = create("Work", "Work.2024.May", "Work.2024", "Workshop", "Work-x", "Other.Work.a");

        List<MailboxRenamedResult> renamed = rename(work, "Old.Work", RenameOption.NONE);

        assertThat(names("folder"))
                .containsExactly(
                        "Old.Work", "Old.Work.2024", "Old.Work.2024.May", "Other.Work.a", "Work-x", "Workshop");
        assertThat(renamed)
                .extracting(result -> result.getOriginPath().getName() + ">"
                        + result.getDestinationPath().getName())
                .containsExactly("Work>Old.Work", "Work.2024>Old.Work.2024", "Work.2024.May>Old.Work.2024.May");
    }

    @Test
    void subscriptionsGoAlongWhereThatIsWanted() throws Exception {
        FolderId work = create("Work", "Work.a", "Work.b");
        fixture.run("INSERT INTO {subscription} VALUES ('ann@example.org', '#private:ann@example.org:Work'),"
                + " ('ann@example.org', 'Work.a'), ('ann@example.org', 'Workshop')");

        rename(work, "Play", RenameOption.NONE);
        assertThat(names("subscription")).containsExactly("#private:ann@example.org:Work", "Work.a", "Workshop");
        rename(work, "Work", RenameOption.NONE);
        rename(work, "Play", RenameOption.RENAME_SUBSCRIPTIONS);

        assertThat(names("subscription"))
                .containsExactly("#private:ann@example.org:Play", "#private:ann@example.org:Play.a", "Workshop");
    }

    @Test
    void theInboxGoesWithoutThoseBelowItAndItsSubscription() throws Exception {
        FolderId inbox = create("INBOX", "INBOX.a", "INBOX.a.b");
        fixture.run("INSERT INTO {subscription} VALUES ('ann@example.org', '#private:ann@example.org:INBOX')");

        List<MailboxRenamedResult> renamed = rename(inbox, "Old", RenameOption.RENAME_SUBSCRIPTIONS);

        assertThat(names("folder")).containsExactly("INBOX.a", "INBOX.a.b", "Old");
        assertThat(names("subscription")).containsExactly("#private:ann@example.org:INBOX");
        assertThat(renamed).hasSize(1);
    }

    @Test
    void aFolderThatIsSomebodyElsesMeanwhileIsNotFound() throws Exception {
        FolderId work = create("Work", "Work.a");
        fixture.run("UPDATE {folder} SET owner = 'bob@example.org'");

        assertThatThrownBy(() -> rename(work, "Play", RenameOption.NONE)).isInstanceOf(MailboxNotFoundException.class);
        assertThat(names("folder")).containsExactly("Work", "Work.a");
    }

    @Test
    void aFolderMayMoveBelowItselfAndBack() throws Exception {
        FolderId a = create("a", "a.a.a", "a.b");

        rename(a, "a.a", RenameOption.NONE);
        assertThat(names("folder")).containsExactly("a.a", "a.a.a.a", "a.a.b");
        rename(a, "a", RenameOption.NONE);
        assertThat(names("folder")).containsExactly("a", "a.a.a", "a.b");
    }

    @Test
    void aNameThatIsTakenBelowLeavesAllAsItWas() throws Exception {
        FolderId work = create("Work", "Work.a", "Work.b", "Play.b");

        assertThatThrownBy(() -> rename(work, "Play", RenameOption.RENAME_SUBSCRIPTIONS))
                .isInstanceOf(MailboxExistsException.class);
        assertThat(names("folder")).containsExactly("Play.b", "Work", "Work.a", "Work.b");
    }

    @Test
    void aNameThatBecomesTooLongBelowLeavesAllAsItWas() throws Exception {
        FolderId work = create("Work", "Work." + "x".repeat(1000));

        assertThatThrownBy(() -> rename(work, "y".repeat(100), RenameOption.NONE))
                .isInstanceOf(TooLongMailboxNameException.class);
        assertThat(names("folder")).contains("Work").hasSize(2);
    }

    @Test
    void aFaultInTheMiddleLeavesAllAsItWas() throws Exception {
        FolderId work = create("Work", "Work.a", "Work.b", "Work.c");
        fixture.run("INSERT INTO {subscription} VALUES ('ann@example.org', 'Work')")
                .run(
                        "CREATE TRIGGER {fault} BEFORE UPDATE ON {folder} FOR EACH ROW BEGIN"
                                + " IF NEW.name = 'Play.b' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'lost'; END IF; END");
        try {
            assertThatThrownBy(() -> rename(work, "Play", RenameOption.RENAME_SUBSCRIPTIONS))
                    .isInstanceOf(StoreUnavailableException.class);
        } finally {
            fixture.run("DROP TRIGGER {fault}");
        }
        assertThat(names("folder")).containsExactly("Work", "Work.a", "Work.b", "Work.c");
        assertThat(names("subscription")).containsExactly("Work");

        rename(work, "Play", RenameOption.RENAME_SUBSCRIPTIONS);
        assertThat(names("folder")).containsExactly("Play", "Play.a", "Play.b", "Play.c");
    }

    @Test
    void aFolderThatIsGoneIsNotFound() {
        assertThatThrownBy(() -> rename(new FolderId(4711), "Play", RenameOption.NONE))
                .isInstanceOf(MailboxNotFoundException.class);
    }

    /** Makes folders, the last one first; the first one is the one that is asked for. */
    private FolderId create(String... names) throws MailboxException {
        Optional<FolderId> first = Optional.empty();
        for (int i = names.length - 1; i >= 0; i--) {
            first = Optional.of(FolderId.of(
                    MailboxReactorUtils.block(mapper.create(MailboxPath.forUser(ANN, names[i]), UidValidity.of(i + 1)))
                            .getMailboxId()));
        }
        return first.orElseThrow();
    }

    private List<MailboxRenamedResult> rename(FolderId id, String name, RenameOption option) throws MailboxException {
        return MailboxReactorUtils.block(mapper.renameTree(id, MailboxPath.forUser(ANN, name), option));
    }

    private List<String> names(String table) throws MailboxException {
        return fixture.store().read(connection -> {
            List<String> names = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            fixture.store().tables().sql("SELECT name FROM {" + table + "} ORDER BY name"))) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        });
    }
}
