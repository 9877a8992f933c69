// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.exception.TooLongMailboxNameException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.search.ExactName;
import org.apache.james.mailbox.model.search.MailboxNameExpression;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.apache.james.mailbox.model.search.PrefixedRegex;
import org.apache.james.mailbox.model.search.PrefixedWildcard;
import org.apache.james.mailbox.model.search.Wildcard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.testing.MariaDbFlavour;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FolderPathsTest {

    private static final Username ANN = Username.of("ann@example.org");
    private static final UidValidity VALIDITY = UidValidity.of(1000);

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

    @ParameterizedTest
    @ValueSource(strings = {"new\nline", "nul\0", "a/\u007f", "half \ud834"})
    void aNameThatNoClientCouldAskForIsRefused(String name) {
        assertThatThrownBy(() -> create(name)).hasCauseInstanceOf(MailboxNameException.class);
        assertThat(names(Wildcard.INSTANCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INBOX",
                "a/b/c",
                "a.b",
                "..",
                "100%_x",
                "back\\slash",
                "quote'\"",
                "ü",
                "ü",
                "𝄞",
                "*",
                " ",
                "trailing "
            })
    void aNameComesBackAsItWasGiven(String name) {
        Mailbox created = create(name);

        assertThat(names(Wildcard.INSTANCE)).containsExactly(name);
        assertThat(names(new ExactName(name))).containsExactly(name);
        assertThat(names(new PrefixedWildcard(name))).containsExactly(name);
        assertThat(mapper.findMailboxById(created.getMailboxId()).block().getName())
                .isEqualTo(name);
    }

    @Test
    void namesThatDifferInCaseAccentsOrSpacesAreDifferentFolders() {
        List<String> names = List.of("Work", "work", "wörk", "work ");
        names.forEach(this::create);

        assertThat(names(Wildcard.INSTANCE)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names(new ExactName("work"))).containsExactly("work");
    }

    @Test
    void aNameThatNoRowCanHoldIsRefusedWithTheReason() {
        String name = "ü".repeat(1000);

        assertThatThrownBy(() -> create(name))
                .hasCauseInstanceOf(TooLongMailboxNameException.class)
                .hasMessageContaining("2000 bytes");
        assertThat(names(Wildcard.INSTANCE)).isEmpty();
    }

    @Test
    void halfOfASurrogatePairIsNoName() {
        assertThatThrownBy(() -> create("a\ud800b")).hasCauseInstanceOf(MailboxNameException.class);
    }

    @Test
    void whatTheDatabaseWouldReadAsAWildcardIsText() {
        List.of("a%c", "abc", "a_c", "a\\c").forEach(this::create);

        assertThat(names(new PrefixedWildcard("a%"))).containsExactly("a%c");
        assertThat(names(new PrefixedWildcard("a_"))).containsExactly("a_c");
        assertThat(names(new PrefixedRegex("a\\", "*", '.'))).containsExactly("a\\c");
    }

    @Test
    void wildcardsOfListMatchAsImapHasThem() {
        List.of("INBOX", "INBOX.a", "INBOX.a.b", "Other").forEach(this::create);

        assertThat(names(new PrefixedRegex("INBOX.", "%", '.'))).containsExactly("INBOX.a");
        assertThat(names(new PrefixedRegex("", "%", '.'))).containsExactlyInAnyOrder("INBOX", "Other");
        assertThat(names(new PrefixedRegex("INBOX", "*b", '.'))).containsExactly("INBOX.a.b");
        assertThat(names(new PrefixedRegex("INBOX", ".a", '.'))).containsExactly("INBOX.a");
    }

    @Test
    void listsLongerThanAPageAreWhole() {
        fixture.run("INSERT INTO {folder} (owner, namespace, name, uid_validity)"
                + " SELECT 'ann@example.org', '#private', CONCAT('f', seq), 1 FROM "
                + StoreFixture.numbers(1, 1203));

        assertThat(names(Wildcard.INSTANCE)).hasSize(1203).doesNotHaveDuplicates();
        assertThat(mapper.list().collectList().block()).hasSize(1203);
    }

    @Test
    void childrenAreFoundBehindSiblingsThatSortBetween() {
        Mailbox work = create("work");
        create("work!");
        assertThat(mapper.hasChildren(work, '.').block()).isFalse();

        create("work.a");
        assertThat(mapper.hasChildren(work, '.').block()).isTrue();
    }

    @Test
    void oneOfManyWhoCreateTheSameFolderSucceeds() {
        Set<String> failures = ConcurrentHashMap.newKeySet();
        List<Mailbox> created = Flux.fromStream(IntStream.range(0, 20).boxed())
                .flatMap(i -> mapper.create(MailboxPath.forUser(ANN, "new"), VALIDITY)
                        .onErrorResume(MailboxExistsException.class, e -> {
                            failures.add("exists " + i);
                            return Mono.empty();
                        }))
                .collectList()
                .block();

        assertThat(created).hasSize(1);
        assertThat(failures).hasSize(19);
    }

    @Test
    void aFolderMadeAgainHasAGreaterUidValidity() {
        Mailbox first = create("again");
        mapper.delete(first).block();
        Mailbox second = create("again");
        mapper.delete(second).block();
        Mailbox third = mapper.create(MailboxPath.forUser(ANN, "again"), UidValidity.of(7))
                .block();

        assertThat(List.of(first, second, third))
                .extracting(folder -> folder.getUidValidity().asLong())
                .containsExactly(1000L, 1001L, 1002L);
        assertThat(mapper.findMailboxById(third.getMailboxId())
                        .block()
                        .getUidValidity()
                        .asLong())
                .isEqualTo(1002);
    }

    @Test
    void aFolderInThePlaceOfARenamedOneHasAGreaterUidValidity() {
        Mailbox first = create("old");
        first.setName("moved");
        mapper.rename(first).block();

        assertThat(create("old").getUidValidity().asLong()).isEqualTo(1001);
        assertThat(mapper.findMailboxById(first.getMailboxId()).block().getUidValidity())
                .isEqualTo(VALIDITY);
    }

    @Test
    void rightsOfPeculiarNamesComeBack() {
        Mailbox folder = create("shared");
        MailboxACL acl = new MailboxACL(Map.of(
                new EntryKey("-bob one\n+$%", NameType.user, true),
                new Rfc4314Rights(Right.Read),
                new EntryKey("bob@example.org", NameType.user, false),
                new Rfc4314Rights(Right.Read, Right.Lookup),
                MailboxACL.ANYBODY_KEY,
                MailboxACL.NO_RIGHTS));
        mapper.setACL(folder, acl).block();

        assertThat(mapper.findMailboxById(folder.getMailboxId()).block().getACL())
                .isEqualTo(acl);
        assertThat(shared("bob@example.org", Right.Lookup)).containsExactly("shared");
        assertThat(shared("bob@example.org", Right.Write)).isEmpty();
        assertThat(shared("ann@example.org", Right.Read)).isEmpty();
    }

    @Test
    void changesOfRightsAtTheSameTimeAreAllKept() {
        Mailbox folder = create("shared");

        Flux.range(0, 20)
                .flatMap(i -> mapper.updateACL(
                        folder,
                        MailboxACL.command()
                                .forUser(Username.of("user" + i))
                                .rights(new Rfc4314Rights(Right.Read))
                                .asAddition()))
                .blockLast();

        assertThat(mapper.findMailboxById(folder.getMailboxId())
                        .block()
                        .getACL()
                        .getEntries())
                .hasSize(20);
    }

    private List<String> shared(String user, Right right) {
        return mapper.findNonPersonalMailboxes(Username.of(user), right)
                .map(Mailbox::getName)
                .collectList()
                .block();
    }

    private Mailbox create(String name) {
        return mapper.create(MailboxPath.forUser(ANN, name), VALIDITY).block();
    }

    private List<String> names(MailboxNameExpression expression) {
        return mapper.findMailboxWithPathLike(MailboxQuery.builder()
                        .username(ANN)
                        .privateNamespace()
                        .expression(expression)
                        .build()
                        .asUserBound())
                .map(Mailbox::getName)
                .collectList()
                .block();
    }
}
