// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.apache.james.mailbox.model.SearchQuery.Sort;
import org.apache.james.mailbox.model.SearchQuery.Sort.Order;
import org.apache.james.mailbox.model.SearchQuery.Sort.SortClause;
import org.apache.james.mailbox.model.SearchQuery.UidRange;
import org.apache.james.mailbox.model.ThreadId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.FolderId;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlMessageSearchIndexTest {

    private static final MailboxSession SESSION = MailboxSessionUtil.create(Username.of("ann"));

    @Parameter
    private MariaDbFlavour flavour;

    private SearchFixture store;
    private ContentId third;

    @BeforeParameterizedClassInvocation
    void deliver() throws Exception {
        store = new SearchFixture(flavour);
        store.message(
                        1,
                        "Date: Tue, 1 Jul 2003 23:30:00 -0500\nFrom: \"Doe, Joe\" <joe@example.org>\nTo: b@example.org\n"
                                + "Subject: Re: [list] 100% of a_b\nMessage-ID: <one@example.org>\n\nThe quick\nbrown fox\n")
                .flags(16)
                .modSeq(5)
                .date("2003-07-02T05:00:00Z")
                .saved("2003-07-03T05:00:00Z")
                .add();
        store.message(
                        2,
                        "Date: Wed, 2 Jul 2003 00:30:00 +0200\nFrom: =?utf-8?q?J=C3=B6rg?= <joerg@other.example>\nTo: A <a@example.org>\n"
                                + "Cc: z@example.org\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nX-Mailer: Nothing\nContent-Type: text/plain; charset=iso-8859-1\n"
                                + "Content-Transfer-Encoding: quoted-printable\n\nviele Gr=FC=DFe und =\nbye\n")
                .flags(8 + 16)
                .keywords("$Junk Work")
                .modSeq(6)
                .date("2003-07-02T23:59:59Z")
                .add();
        third = store.message(
                        3,
                        "From: joe@example.org\nSubject: 100x of aXb\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n"
                                + "<p>quick</p>\n--b\nContent-Type: application/pdf; name=report.pdf\nContent-Disposition: attachment; filename*=utf-8''r%C3%A9sum%C3%A9.pdf\n"
                                + "Content-Transfer-Encoding: base64\n\nVGhlIHF1aWNr\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n"
                                + "Content-Transfer-Encoding: base64\n\nYmFuYW5hIHNwbGl0\n--b--\n")
                .keywords("Work")
                .modSeq(7)
                .date("2003-07-01T00:00:00Z")
                .add();
        store.message(
                        5,
                        "Date: nonsense\nFrom: list: m@x.example;\nBcc: secret@example.org\nSubject: \ud83d\ude00 smile\n\n"
                                + "Content-Type: message/rfc822\n")
                .flags(2 + 4)
                .modSeq(8)
                .date("2003-07-03T00:00:00Z")
                .add();
        store.message(1, "Subject: elsewhere\n\nquick\n").folder(2).add();
        store.message(2, "").folder(2).of(third).add();
    }

    @AfterParameterizedClassInvocation
    void close() {
        store.close();
    }

    @Test
    void everythingComesByUid() throws Exception {
        assertThat(search(SearchQuery.all())).containsExactly(1L, 2L, 3L, 5L);
        assertThat(search()).containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void flagsAndKeywords() throws Exception {
        assertThat(search(SearchQuery.flagIsSet(Flags.Flag.SEEN))).containsExactly(1L, 2L);
        assertThat(search(SearchQuery.flagIsUnSet(Flags.Flag.SEEN))).containsExactly(3L, 5L);
        assertThat(search(SearchQuery.flagIsSet(Flags.Flag.DELETED))).containsExactly(5L);
        assertThat(search(SearchQuery.flagIsSet(Flags.Flag.FLAGGED))).containsExactly(2L);
        assertThat(search(SearchQuery.flagIsSet(Flags.Flag.ANSWERED))).isEmpty();
        assertThat(search(SearchQuery.flagIsSet("work"))).containsExactly(2L, 3L);
        assertThat(search(SearchQuery.flagIsSet("$Junk"))).containsExactly(2L);
        assertThat(search(SearchQuery.flagIsSet("Wor"))).isEmpty();
        assertThat(search(SearchQuery.flagIsSet("Wor_"))).isEmpty();
        assertThat(search(SearchQuery.flagIsUnSet("Work"))).containsExactly(1L, 5L);
    }

    @Test
    void recentIsWhatTheSessionSays() throws Exception {
        SearchQuery recent = SearchQuery.builder()
                .andCriteria(SearchQuery.flagIsSet(Flags.Flag.RECENT))
                .addRecentMessageUids(List.of(MessageUid.of(2), MessageUid.of(9)))
                .build();

        assertThat(search(recent)).containsExactly(2L);
        assertThat(search(SearchQuery.flagIsSet(Flags.Flag.RECENT))).isEmpty();
        assertThat(search(SearchQuery.flagIsUnSet(Flags.Flag.RECENT))).hasSize(4);
    }

    @Test
    void uidsSizesAndModSeqs() throws Exception {
        assertThat(search(SearchQuery.uid(
                        new UidRange(MessageUid.of(2), MessageUid.of(3)), new UidRange(MessageUid.of(5)))))
                .containsExactly(2L, 3L, 5L);
        assertThat(search(SearchQuery.uid(new UidRange(MessageUid.of(4), MessageUid.MAX_VALUE))))
                .containsExactly(5L);
        assertThat(search(SearchQuery.uid())).hasSize(4);
        assertThat(search(SearchQuery.sizeGreaterThan(400))).containsExactly(3L);
        assertThat(search(SearchQuery.sizeLessThan(0))).isEmpty();
        assertThat(search(SearchQuery.modSeqGreaterThan(6))).containsExactly(3L, 5L);
        assertThat(search(SearchQuery.modSeqEquals(6))).containsExactly(2L);
    }

    @Test
    void datesOfArrivalAndOfSaving() throws Exception {
        Date day = date("2003-07-02T12:00:00Z");

        assertThat(search(SearchQuery.internalDateOn(day, DateResolution.Day))).containsExactly(1L, 2L);
        assertThat(search(SearchQuery.internalDateBefore(day, DateResolution.Day)))
                .containsExactly(3L);
        assertThat(search(SearchQuery.internalDateAfter(day, DateResolution.Day)))
                .containsExactly(5L);
        assertThat(search(SearchQuery.internalDateOn(day, DateResolution.Year))).hasSize(4);
        assertThat(search(SearchQuery.internalDateBefore(date("2003-07-02T05:00:00Z"), DateResolution.Second)))
                .containsExactly(3L);
        assertThat(search(SearchQuery.saveDateAfter(day, DateResolution.Day))).containsExactly(1L);
        assertThat(search(SearchQuery.not(SearchQuery.saveDateAfter(day, DateResolution.Day))))
                .containsExactly(2L, 3L, 5L);
    }

    @Test
    void sentDatesAreTheDaysAsWritten() throws Exception {
        Date first = date("2003-07-01T00:00:00Z");

        assertThat(search(SearchQuery.sentDateOn(first, DateResolution.Day))).containsExactly(1L);
        assertThat(search(SearchQuery.sentDateAfter(first, DateResolution.Day))).containsExactly(2L);
        assertThat(search(SearchQuery.sentDateBefore(first, DateResolution.Day)))
                .isEmpty();
        assertThat(search(SearchQuery.sentDateAfter(date("2003-07-02T00:00:00Z"), DateResolution.Second)))
                .containsExactly(1L);
        assertThat(search(SearchQuery.headerDateOn("date", first, DateResolution.Day)))
                .containsExactly(1L);
    }

    @Test
    void subjectsHoldPhrasesWhateverTheirCase() throws Exception {
        assertThat(search(SearchQuery.subject("LIST"))).containsExactly(1L);
        assertThat(search(SearchQuery.subject("GRÜSSE"))).isEmpty();
        assertThat(search(SearchQuery.subject("grüße"))).containsExactly(2L);
        assertThat(search(SearchQuery.subject("=?utf-8?q?GR=C3=9C?="))).containsExactly(2L);
        assertThat(search(SearchQuery.headerContains("subject", "of a"))).containsExactly(1L, 3L);
    }

    @ParameterizedTest
    @CsvSource({"100%, 1", "a_b, 1", "'%', 1", "_, 1", "!, 0", "\\, 0", "'''', 0", "100, 2"})
    void signsOfPatternsAreLetters(String phrase, int found) throws Exception {
        assertThat(search(SearchQuery.subject(phrase))).hasSize(found);
    }

    @Test
    void emojiAreToldApart() throws Exception {
        assertThat(search(SearchQuery.subject("\ud83d\ude00"))).containsExactly(5L);
        assertThat(search(SearchQuery.subject("\ud83d\ude01"))).isEmpty();
    }

    @Test
    void addressesHoldPhrases() throws Exception {
        assertThat(search(SearchQuery.address(AddressType.From, "JOE")))
                .containsExactly(1L, 2L, 3L)
                .doesNotContain(5L);
        assertThat(search(SearchQuery.address(AddressType.From, "Doe, Joe"))).containsExactly(1L);
        assertThat(search(SearchQuery.address(AddressType.From, "jörg"))).containsExactly(2L);
        assertThat(search(SearchQuery.address(AddressType.From, "m@x.example"))).containsExactly(5L);
        assertThat(search(SearchQuery.address(AddressType.To, "example.org"))).containsExactly(1L, 2L);
        assertThat(search(SearchQuery.address(AddressType.Cc, "z@"))).containsExactly(2L);
        assertThat(search(SearchQuery.address(AddressType.Bcc, "secret"))).containsExactly(5L);
        assertThat(search(SearchQuery.not(SearchQuery.address(AddressType.Bcc, "secret"))))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void headersAreLookedInto() throws Exception {
        assertThat(search(SearchQuery.headerContains("X-MAILER", "noth"))).containsExactly(2L);
        assertThat(search(SearchQuery.headerExists("x-mailer"))).containsExactly(2L);
        assertThat(search(SearchQuery.headerContains("X-\u00fc\ud83d\ude00", "\u00fc")))
                .isEmpty();
        assertThat(search(SearchQuery.not(SearchQuery.headerExists("To")))).containsExactly(3L, 5L);
        assertThat(search(SearchQuery.mimeMessageID("<one@example.org>"))).containsExactly(1L);
        assertThat(search(SearchQuery.headerContains("From", "=?utf-8?q?J=C3=B6?=")))
                .containsExactly(2L);
        assertThat(search(SearchQuery.headerDateBefore("X-Mailer", new Date(), DateResolution.Day)))
                .isEmpty();
    }

    @Test
    void bodiesAreDecoded() throws Exception {
        assertThat(search(SearchQuery.bodyContains("QUICK"))).containsExactly(1L, 3L);
        assertThat(search(SearchQuery.bodyContains("quick brown"))).containsExactly(1L);
        assertThat(search(SearchQuery.bodyContains("grüße und bye"))).containsExactly(2L);
        assertThat(search(SearchQuery.bodyContains("banana"))).containsExactly(3L);
        assertThat(search(SearchQuery.bodyContains("The quick"))).containsExactly(1L);
        assertThat(search(SearchQuery.bodyContains("Subject"))).isEmpty();
        assertThat(search(SearchQuery.mailContains("Subject"))).hasSize(4);
        assertThat(search(SearchQuery.mailContains("jörg"))).containsExactly(2L);
    }

    @Test
    void attachments() throws Exception {
        assertThat(search(SearchQuery.hasAttachment())).containsExactly(3L);
        assertThat(search(SearchQuery.hasNoAttachment())).containsExactly(1L, 2L, 5L);
        assertThat(search(SearchQuery.attachmentFileName("notes.txt"))).containsExactly(3L);
        assertThat(search(SearchQuery.attachmentFileName("résumé.pdf"))).containsExactly(3L);
        assertThat(search(SearchQuery.attachmentContains("Banana Split"))).containsExactly(3L);
        assertThat(search(SearchQuery.attachmentContains("quick"))).isEmpty();
    }

    @Test
    void conditionsOfRowsAndContentsMix() throws Exception {
        Criterion quick = SearchQuery.bodyContains("quick");
        Criterion seen = SearchQuery.flagIsSet(Flags.Flag.SEEN);
        Criterion grusse = SearchQuery.subject("grüße");

        assertThat(search(SearchQuery.or(quick, grusse))).containsExactly(1L, 2L, 3L);
        assertThat(search(quick, seen)).containsExactly(1L);
        assertThat(search(SearchQuery.not(SearchQuery.or(quick, grusse)))).containsExactly(5L);
        assertThat(search(SearchQuery.not(SearchQuery.and(quick, seen)))).containsExactly(2L, 3L, 5L);
        assertThat(search(SearchQuery.or(SearchQuery.and(quick, SearchQuery.not(seen)), SearchQuery.and(grusse, seen))))
                .containsExactly(2L, 3L);
        assertThat(search(SearchQuery.not(List.of(quick, seen)))).containsExactly(5L);
        assertThat(search(SearchQuery.or(List.of()))).isEmpty();
    }

    @Test
    void contentsAreReadOnlyOfWhatTheRowsLeave() throws Exception {
        int before = store.reads;
        search(SearchQuery.subject("list"), SearchQuery.flagIsSet(Flags.Flag.SEEN));
        assertThat(store.reads).isEqualTo(before);

        search(SearchQuery.subject("list"), SearchQuery.bodyContains("fox"));
        assertThat(store.reads).isEqualTo(before + 1);
    }

    @Test
    void headersAreReadOnlyWhereTheirBytesMayHoldThePhrase() throws Exception {
        int before = store.reads;
        assertThat(search(SearchQuery.headerContains("message-id", "ONE@example")))
                .containsExactly(1L);
        assertThat(search(SearchQuery.headerContains("X-None", "two"))).isEmpty();
        assertThat(search(SearchQuery.or(
                        SearchQuery.headerContains("Message-ID", "one@example.org"),
                        SearchQuery.headerContains("References", "one@example.org"))))
                .containsExactly(1L);

        assertThat(store.reads).isEqualTo(before + 2);
    }

    @Test
    void manyUidsAtOnce() throws Exception {
        UidRange[] ranges = new UidRange[50_000];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = new UidRange(MessageUid.of(2 * i + 1));
        }

        assertThat(search(SearchQuery.uid(ranges))).containsExactly(1L, 3L, 5L);
    }

    @Test
    void manyConditionsAtOnce() throws Exception {
        List<Criterion> criteria = new ArrayList<>(List.of(SearchQuery.bodyContains("fox")));
        for (int i = 0; i < 100; i++) {
            criteria.add(SearchQuery.subject("no" + i));
        }

        assertThat(search(SearchQuery.or(criteria))).containsExactly(1L);
    }

    @Test
    void identitiesOfMessagesAndThreads() throws Exception {
        assertThat(search(SearchQuery.hasMessageId(third))).containsExactly(3L);
        assertThat(search(SearchQuery.threadId(ThreadId.fromBaseMessageId(third))))
                .containsExactly(3L);
    }

    @ParameterizedTest
    @CsvSource({
        "Arrival, 3 1 2 5",
        "Uid, 1 2 3 5",
        "Id, 1 2 3 5",
        "MailboxFrom, 1 3 2 5",
        "MailboxTo, 3 5 2 1",
        "MailboxCc, 1 3 5 2",
        "BaseSubject, 1 3 2 5",
        "SentDate, 3 2 1 5"
    })
    void sortsByWhatWasStored(SortClause clause, String expected) throws Exception {
        List<Long> order = search(SearchQuery.allSortedWith(new Sort(clause)));

        assertThat(order.stream().map(uid -> Long.toString(uid)).toList()).isEqualTo(List.of(expected.split(" ")));
    }

    @Test
    void sortsBackwardsAndBySeveralKeys() throws Exception {
        assertThat(search(SearchQuery.allSortedWith(new Sort(SortClause.Uid, Order.REVERSE))))
                .containsExactly(5L, 3L, 2L, 1L);
        assertThat(search(SearchQuery.allSortedWith(
                        new Sort(SortClause.MailboxFrom), new Sort(SortClause.Uid, Order.REVERSE))))
                .containsExactly(3L, 1L, 2L, 5L);
        assertThat(search(SearchQuery.builder()
                        .andCriteria(SearchQuery.bodyContains("quick"))
                        .sorts(new Sort(SortClause.Arrival))
                        .build()))
                .containsExactly(3L, 1L);
    }

    @Test
    void severalFoldersGiveEachMessageOnce() throws Exception {
        List<FolderId> folders = List.of(new FolderId(1), new FolderId(2));

        assertThat(store.index
                        .search(SESSION, List.copyOf(folders), SearchQuery.of(SearchQuery.bodyContains("quick")), 10)
                        .collectList()
                        .block())
                .hasSize(3)
                .contains(third);
        assertThat(store.index
                        .search(SESSION, List.copyOf(folders), SearchQuery.matchAll(), 2)
                        .collectList()
                        .block())
                .hasSize(2);
        assertThat(store.index
                        .search(SESSION, List.of(), SearchQuery.matchAll(), 10)
                        .collectList()
                        .block())
                .isEmpty();
    }

    @Test
    void aSearchWithoutASessionIsRefused() {
        assertThatThrownBy(() -> store.index.search(null, SearchFixture.folder(1), SearchQuery.matchAll()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<Long> search(Criterion... criteria) throws Exception {
        return search(SearchQuery.of(criteria));
    }

    private List<Long> search(SearchQuery query) throws Exception {
        return store.index
                .search(SESSION, SearchFixture.folder(1), query)
                .map(MessageUid::asLong)
                .collectList()
                .block();
    }

    private static Date date(String instant) {
        return Date.from(Instant.parse(instant));
    }
}
