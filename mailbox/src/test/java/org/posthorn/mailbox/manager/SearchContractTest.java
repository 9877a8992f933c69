// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.List;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.search.AbstractMessageSearchIndexTest;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.posthorn.mailbox.ContentId;

/** James's contract of SEARCH, SORT and threads. */
@ClassTemplate
final class SearchContractTest extends AbstractMessageSearchIndexTest {

    @RegisterExtension
    static final FreshStore STORE = new FreshStore();

    private static final String PHRASES =
            "a text is searched as the phrase it is (RFC 3501, 6.4.4), word by word it is not";
    private static final String MODSEQ = "an empty folder has MODSEQ 1, its first message 2: RFC 7162 knows no zero";
    private static final String RECENT =
            "what is recent is known to the session alone, which gives the UIDs with the search (RFC 3501, 2.3.2)";
    private static final String HEADER = "no message has a header named sentDate; SENTSINCE asks for Date";
    private static final String THREADS = "a message's thread is found by the store, not given by the caller";
    private static final String SORTING =
            "the key is the local part of the first address, and none comes first (RFC 5256, 3)";

    @RegisterExtension
    static final RefusedContracts REFUSED = new RefusedContracts()
            .refuse(
                    "bodyContainsShouldReturnUidOfMessageContainingTheApproximativeText",
                    PHRASES,
                    "Expecting ArrayList: [] to contain only: [2, 8]")
            .refuse(
                    "mailsContainsShouldIncludeMailHavingAttachmentsMatchingTheRequest",
                    PHRASES,
                    "could not find the following element(s): [6]")
            .refuse(
                    "modSeqEqualsShouldReturnUidsOfMessageHavingAGivenModSeq",
                    MODSEQ,
                    "Expecting ArrayList: [1] to contain only: [2]")
            .refuse(
                    "modSeqGreaterThanShouldReturnUidsOfMessageHavingAGreaterModSeq",
                    MODSEQ,
                    "the following element(s) were unexpected: [7]")
            .refuse(
                    "modSeqLessThanShouldReturnUidsOfMessageHavingAGreaterModSeq",
                    MODSEQ,
                    "could not find the following element(s): [2]")
            .refuse(
                    "youShouldBeAbleToSpecifySeveralCriterionOnASingleQuery",
                    MODSEQ,
                    "the following element(s) were unexpected: [6]")
            .refuse(
                    "andShouldReturnResultsMatchingBothRequests",
                    MODSEQ,
                    "the following element(s) were unexpected: [6]")
            .refuse("orShouldReturnResultsMatchinganyRequests", MODSEQ, "the following element(s) were unexpected: [6]")
            .refuse(
                    "flagIsSetShouldReturnUidOfMessageMarkedAsRecentWhenUsedWithFlagRecent",
                    RECENT,
                    "Expecting ArrayList: [] to contain only: [")
            .refuse(
                    "flagIsUnSetShouldReturnUidOfMessageNotMarkedAsRecentWhenUsedWithFlagRecent",
                    RECENT,
                    "to contain only: [7] but the following element(s) were unexpected: [")
            .refuse("headerDateAfterShouldWork", HEADER, "Expecting ArrayList: [] to contain only: [3, 2]")
            .refuse("headerDateBeforeShouldWork", HEADER, "Expecting ArrayList: [] to contain only: [5]")
            .refuse("headerDateOnShouldWork", HEADER, "Expecting ArrayList: [] to contain only: [4, 9]")
            .refuse(
                    "givenThreeMailsInAThreadThenGetThreadShouldReturnAListWithThreeMessageIdsInThatThread",
                    THREADS,
                    "but was: []")
            .refuse(
                    "givenAMailInAThreadThenGetThreadShouldReturnAListWithOnlyOneMessageIdInThatThread",
                    THREADS,
                    "Expecting ArrayList: [] to contain only: [")
            .refuse("sortOnCcShouldWork", SORTING, "Expecting actual: [2, 3, 5, 4] to contain exactly")
            .refuse("sortOnFromShouldWork", SORTING, "Expecting actual: [4, 3, 2, 5] to contain exactly");

    /** What is stored can be found: there is nothing to wait for. */
    @Override
    protected void awaitMessageCount(List<MailboxId> folders, SearchQuery query, long count) {}

    @Override
    protected void initializeMailboxManager() {
        StoreResources resources = StoreResources.of(STORE.fixture());
        storeMailboxManager = resources.manager;
        messageIdManager = resources.messageIds;
        messageSearchIndex = resources.index;
        eventBus = resources.bus;
        messageIdFactory = resources.ids;
    }

    @Override
    protected MessageId initNewBasedMessageId() {
        return new ContentId(1_000_000_100);
    }

    @Override
    protected MessageId initOtherBasedMessageId() {
        return new ContentId(1_000_001_000);
    }
}
