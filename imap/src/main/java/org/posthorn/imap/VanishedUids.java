// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.response.VanishedResponse;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;

/**
 * The UIDs that no message has any more (QRESYNC, RFC 7162), as ranges.
 *
 * <p>James counts them one by one. After a restore all UIDs are greater by millions, and an empty folder has no last one:
 * that would take more memory than there is.
 */
final class VanishedUids {

    private VanishedUids() {}

    /**
     * Tells which of the UIDs in these ranges are gone, if any are.
     *
     * @param responder which knows the UIDs that there have been so far
     */
    static void respond(SelectedMailbox folder, List<MessageRange> asked, ImapProcessor.Responder responder) {
        KnownUids known = (KnownUids) responder;
        LongStream told = LongStream.rangeClosed(1, folder.existsCount())
                .mapToObj(number -> folder.uid((int) number))
                .flatMap(Optional::stream)
                .mapToLong(MessageUid::asLong);
        LongStream untold = known.untold().stream().mapToLong(Long::longValue);
        long[] present = LongStream.concat(told, untold).sorted().toArray();
        List<UidRange> gone = between(present, asked, known.last());
        if (!gone.isEmpty()) {
            responder.respond(new VanishedResponse(gone.toArray(UidRange[]::new), true));
        }
    }

    /** What is in the ranges and not in these sorted UIDs, up to the last that any message ever had. */
    static List<UidRange> between(long[] present, Collection<MessageRange> asked, long greatest) {
        List<UidRange> ranges = new ArrayList<>();
        for (MessageRange range : asked) {
            add(ranges, range.getUidFrom().asLong(), Math.min(range.getUidTo().asLong(), greatest));
        }
        List<UidRange> gone = new ArrayList<>();
        for (UidRange range : UidRange.mergeRanges(ranges)) {
            long next = range.getLowVal().asLong();
            long last = range.getHighVal().asLong();
            int found = Arrays.binarySearch(present, next);
            for (int i = found < 0 ? -found - 1 : found; i < present.length && present[i] <= last; i++) {
                add(gone, next, present[i] - 1);
                next = present[i] + 1;
            }
            add(gone, next, last);
        }
        return gone;
    }

    private static void add(List<UidRange> ranges, long first, long last) {
        if (first == last) {
            ranges.add(new UidRange(MessageUid.of(first)));
        } else if (first < last) {
            ranges.add(new UidRange(MessageUid.of(first), MessageUid.of(last)));
        }
    }
}
