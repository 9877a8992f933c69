// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.List;
import java.util.Map;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.search.AbstractMessageSearchIndexTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.posthorn.mailbox.ContentId;

/** James's contract of SEARCH, SORT and threads. */
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
    static final RefusedContracts REFUSED = RefusedContracts.of(Map.ofEntries(
            Map.entry("bodyContainsShouldReturnUidOfMessageContainingTheApproximativeText", PHRASES),
            Map.entry("mailsContainsShouldIncludeMailHavingAttachmentsMatchingTheRequest", PHRASES),
            Map.entry("modSeqEqualsShouldReturnUidsOfMessageHavingAGivenModSeq", MODSEQ),
            Map.entry("modSeqGreaterThanShouldReturnUidsOfMessageHavingAGreaterModSeq", MODSEQ),
            Map.entry("modSeqLessThanShouldReturnUidsOfMessageHavingAGreaterModSeq", MODSEQ),
            Map.entry("youShouldBeAbleToSpecifySeveralCriterionOnASingleQuery", MODSEQ),
            Map.entry("andShouldReturnResultsMatchingBothRequests", MODSEQ),
            Map.entry("orShouldReturnResultsMatchinganyRequests", MODSEQ),
            Map.entry("flagIsSetShouldReturnUidOfMessageMarkedAsRecentWhenUsedWithFlagRecent", RECENT),
            Map.entry("flagIsUnSetShouldReturnUidOfMessageNotMarkedAsRecentWhenUsedWithFlagRecent", RECENT),
            Map.entry("headerDateAfterShouldWork", HEADER),
            Map.entry("headerDateBeforeShouldWork", HEADER),
            Map.entry("headerDateOnShouldWork", HEADER),
            Map.entry("givenThreeMailsInAThreadThenGetThreadShouldReturnAListWithThreeMessageIdsInThatThread", THREADS),
            Map.entry("givenAMailInAThreadThenGetThreadShouldReturnAListWithOnlyOneMessageIdInThatThread", THREADS),
            Map.entry("sortOnCcShouldWork", SORTING),
            Map.entry("sortOnFromShouldWork", SORTING)));

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
