// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.events.Registration;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.junit.jupiter.api.AfterEach;
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
import org.posthorn.testing.MariaDbFlavour;
import reactor.core.publisher.Mono;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FolderNewsTest {

    private static final FolderId FOLDER = new FolderId(5);

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private NewsServer here;
    private NewsServer there;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    void close() {
        fixture.close();
    }

    @BeforeEach
    void start() {
        fixture.empty()
                .run("INSERT INTO {folder} (id, owner, namespace, name, uid_validity)"
                        + " VALUES (5, 'ann@example.org', '#private', 'INBOX', 1)");
        here = new NewsServer(fixture);
        there = new NewsServer(fixture);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void aMessageThatAnotherServerStoredIsToldHere() {
        Listener listener = here.select(FOLDER);
        there.add(FOLDER, 1);

        Added added = listener.await(Added.class);
        assertThat(added.getUids()).extracting(uid -> uid.asLong()).containsExactly(1L);
        assertThat(added.getMailboxPath().getName()).isEqualTo("INBOX");
    }

    @Test
    void bothServersHearOfEachOther() {
        Listener first = here.select(FOLDER);
        Listener second = there.select(FOLDER);
        here.add(FOLDER, 1);
        there.add(FOLDER, 2);

        assertThat(first.awaitUids(Added.class, 2)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(second.awaitUids(Added.class, 2)).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void whatThisServerToldItselfIsNotToldAgain() {
        Listener listener = here.select(FOLDER);
        here.add(FOLDER, 1);
        here.flag(FOLDER, 1);
        here.add(FOLDER, 2);
        here.expunge(FOLDER, 2);
        there.add(FOLDER, 3);

        assertThat(listener.awaitUids(Added.class, 3)).containsExactly(1L, 2L, 3L);
        here.awaitRounds();
        assertThat(listener.all(Added.class)).hasSize(3);
        assertThat(listener.all(FlagsUpdated.class)).hasSize(1);
        assertThat(listener.all(Expunged.class)).hasSize(1);
    }

    @Test
    void changedFlagsAreTold() {
        here.add(FOLDER, 1);
        Listener listener = here.select(FOLDER);
        there.flag(FOLDER, 1);

        UpdatedFlags flags =
                listener.await(FlagsUpdated.class).getUpdatedFlags().get(0);
        assertThat(flags.getUid().asLong()).isEqualTo(1);
        assertThat(flags.getNewFlags().contains(Flags.Flag.SEEN)).isTrue();
        assertThat(flags.modifiedSystemFlags()).isNotEmpty().doesNotContain(Flags.Flag.RECENT);
    }

    @Test
    void anExpungeIsToldOnlyOfMessagesThatWereSeen() {
        here.add(FOLDER, 1);
        Listener listener = here.select(FOLDER);
        fixture.run("UPDATE {folder} SET last_uid = 2, highest_modseq = 9 WHERE id = 5")
                .run("DELETE FROM {message}")
                .run("INSERT INTO {expunged} VALUES (5, 8, 2, 0), (5, 9, 1, 0)");

        assertThat(listener.awaitUids(Expunged.class, 1)).containsExactly(1L);
        here.awaitRounds();
        assertThat(listener.all(Expunged.class)).hasSize(1);
    }

    @Test
    void thousandsOfChangesAreToldWhole() {
        Listener listener = here.select(FOLDER);
        fixture.run("INSERT INTO {message} (folder_id, uid, content_id, modseq, flags, internal_date, size)"
                        + " SELECT 5, seq, seq, 2 + seq DIV 700, 0, 0, 1 FROM "
                        + StoreFixture.numbers(1, 1700))
                .run("UPDATE {folder} SET last_uid = 1700, highest_modseq = 4 WHERE id = 5");

        assertThat(listener.awaitUids(Added.class, 1700)).hasSize(1700).doesNotHaveDuplicates();
        assertThat(listener.all(FlagsUpdated.class)).isEmpty();
    }

    @Test
    void aFolderThatAnotherServerDeletedIsToldOnce() {
        Listener listener = here.select(FOLDER);
        fixture.run("DELETE FROM {folder}");

        listener.await(MailboxDeletion.class);
        here.awaitRounds();
        assertThat(listener.all(MailboxDeletion.class)).hasSize(1);
    }

    @Test
    void groupsDoNotHearOfOtherServersChanges() {
        Listener group = here.group();
        Listener listener = here.select(FOLDER);
        there.add(FOLDER, 1);

        listener.await(Added.class);
        assertThat(group.all(Added.class)).isEmpty();
    }

    @Test
    void whoUnregisteredHearsNothingAndIsForgotten() {
        Listener listener = new Listener();
        Registration registration = Mono.from(here.bus().register(listener, new MailboxIdRegistrationKey(FOLDER)))
                .block();
        Listener other = here.select(FOLDER);
        Mono.from(registration.unregister()).block();
        there.add(FOLDER, 1);

        other.await(Added.class);
        assertThat(listener.all(Added.class)).isEmpty();
        assertThat(here.news().watched()).isEqualTo(Set.of(FOLDER));
    }

    @Test
    void aFolderNobodySelectedIsNotWatched() {
        Listener listener = new Listener();
        Registration registration = Mono.from(here.bus().register(listener, new MailboxIdRegistrationKey(FOLDER)))
                .block();
        Mono.from(registration.unregister()).block();

        assertThat(here.news().watched()).isEmpty();
    }

    @Test
    void aFolderThatDoesNotExistCannotBeSelected() {
        MailboxIdRegistrationKey key = new MailboxIdRegistrationKey(new FolderId(99));

        assertThatThrownBy(() ->
                        Mono.from(here.bus().register(new Listener(), key)).block())
                .hasCauseInstanceOf(MailboxNotFoundException.class);
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheNewsFromOthers() {
        here.selectFailing(FOLDER);
        Listener listener = here.select(FOLDER);
        there.add(FOLDER, 1);

        assertThat(listener.awaitUids(Added.class, 1)).isEqualTo(List.of(1L));
    }

    @Test
    void newsGoOnAfterTheStoreFailed() {
        Listener listener = here.select(FOLDER);
        fixture.run("RENAME TABLE {folder} TO {folder_away}");
        here.awaitFailure();
        fixture.run("RENAME TABLE {folder_away} TO {folder}");
        there.add(FOLDER, 1);

        listener.await(Added.class);
    }
}
