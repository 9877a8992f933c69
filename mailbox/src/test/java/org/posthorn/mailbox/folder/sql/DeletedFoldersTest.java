// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
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
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.testing.MariaDbFlavour;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletedFoldersTest {

    private static final Username ANN = Username.of("ann@example.org");
    private static final String COLUMNS =
            "(folder_id, uid, content_id, modseq, flags, keywords, internal_date, save_date, size)";

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
    void aFolderOfManyMessagesLeavesNothing() throws Exception {
        FolderId folder = folder("big");
        fill(folder, 1, 5000);
        fixture.run("INSERT INTO {annotation} VALUES (" + folder.value() + ", '/private/comment', 'x')")
                .run("INSERT INTO {expunged} SELECT " + folder.value() + ", seq, seq, 0 FROM "
                        + StoreFixture.numbers(1, 6000));

        mapper.delete(mailbox(folder)).block();

        for (String table : new String[] {"folder", "message", "content", "body", "annotation", "expunged"}) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @Test
    void contentThatAnotherFolderSharesSurvives() throws Exception {
        FolderId ended = folder("ended");
        FolderId kept = folder("kept");
        fill(ended, 1, 30);
        fixture.run("INSERT INTO {message} " + COLUMNS + " SELECT " + kept.value()
                        + ", uid, content_id, 1, 0, NULL, 0, 0, 10 FROM {message} WHERE uid <= 10")
                .run("UPDATE {content} SET refs = refs + 1 WHERE id <= 10");

        mapper.delete(mailbox(ended)).block();

        assertThat(count("message")).isEqualTo(10);
        assertThat(count("content")).isEqualTo(10);
        assertThat(count("body")).isEqualTo(10);
        assertThat(Folders.number(fixture, "SELECT MAX(refs) FROM {content}")).isEqualTo(1);
    }

    @Test
    void contentThatLiesTwiceInTheFolderGoes() throws Exception {
        FolderId folder = folder("twice");
        fill(folder, 1, 5);
        fixture.run("INSERT INTO {message} " + COLUMNS
                        + " SELECT folder_id, uid + 5, content_id, 1, 0, NULL, 0, 0, 10 FROM {message}")
                .run("UPDATE {content} SET refs = 2");

        mapper.delete(mailbox(folder)).block();

        assertThat(count("content")).isZero();
    }

    @Test
    void itsMessagesAreTakenFromTheUsageOnce() throws Exception {
        FolderId folder = folder("counted");
        fill(folder, 1, 10);
        Usage usage = new Usage(fixture.database(), fixture.store());
        fixture.store().write(connection -> {
            usage.add(connection, ANN.asString(), 130, 13);
            return true;
        });

        mapper.delete(mailbox(folder)).block();
        assertThatThrownBy(() -> mapper.delete(mailbox(folder)).block())
                .hasCauseInstanceOf(MailboxNotFoundException.class);

        Figures left = fixture.store().read(connection -> usage.figures(connection, ANN.asString()));
        assertThat(left.bytes()).isEqualTo(30);
        assertThat(left.messages()).isEqualTo(3);
    }

    @Test
    void severalServersMayEmptyTheSameFolder() throws Exception {
        FolderId folder = folder("4711");
        fill(folder, 1, 2000);
        fixture.run("UPDATE {message} SET folder_id = 4711")
                .run("DELETE FROM {folder}")
                .run("INSERT INTO {folder} (owner, namespace, name, uid_validity) VALUES ('#deleted', '', '4711', 1)");

        Flux.range(0, 4)
                .flatMap(i -> Mono.fromCallable(() -> {
                            Folders.deleted(fixture).empty();
                            return i;
                        })
                        .subscribeOn(Schedulers.boundedElastic()))
                .blockLast();

        assertThat(count("folder") + count("message") + count("content") + count("body"))
                .isZero();
    }

    @Test
    void aDeletedFolderIsSeenByNobody() {
        fixture.run("INSERT INTO {folder} (id, owner, namespace, name, uid_validity) VALUES"
                + " (77, '#deleted', '', '4711', 1), (78, '#5', '#private', 'INBOX', 1)");

        assertThat(mapper.list().collectList().block()).isEmpty();
        assertThat(mapper.findMailboxByPath(MailboxPath.forUser(Username.of("#5"), "INBOX"))
                        .blockOptional())
                .isEmpty();
    }

    @Test
    void theNameIsFreeAtOnce() throws Exception {
        FolderId folder = folder("name");
        fill(folder, 1, 3);
        mapper.delete(mailbox(folder)).block();

        assertThat(folder("name")).isNotEqualTo(folder);
    }

    private FolderId folder(String name) {
        Mailbox created =
                mapper.create(MailboxPath.forUser(ANN, name), UidValidity.of(1)).block();
        return FolderId.of(created.getMailboxId());
    }

    private Mailbox mailbox(FolderId id) {
        return new Mailbox(MailboxPath.forUser(ANN, "any"), UidValidity.of(1), id);
    }

    private void fill(FolderId folder, int from, int to) {
        String numbers = " FROM " + StoreFixture.numbers(from, to);
        int count = to - from + 1;
        fixture.run("INSERT INTO {content} (id, thread_id, refs, size, header_size, structure, header)"
                        + " SELECT seq, seq, 1, 10, 5, '', ''" + numbers)
                .run("INSERT INTO {body} SELECT seq, 0, 'body'" + numbers)
                .run("INSERT INTO {message} " + COLUMNS + " SELECT " + folder.value()
                        + ", seq, seq, 1, 0, NULL, 0, 0, 10" + numbers)
                .run("UPDATE {folder} SET messages = " + count + ", bytes = " + 10 * count + " WHERE id = "
                        + folder.value());
    }

    private long count(String table) throws MailboxException {
        return Folders.number(fixture, "SELECT COUNT(*) FROM {" + table + "}");
    }
}
