// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthorn.it.loss.Inbox.Stored;
import org.posthorn.it.loss.Ledger.Answer;
import org.posthorn.it.loss.Letter.Reading;

/** Compares what lies in the mailboxes with what the server has acknowledged. */
public final class Audit {

    private final Ledger ledger;
    private final List<String> faults = new ArrayList<>();
    private long found;
    private long duplicates;
    private long missing;
    private long damaged;
    private long unacknowledged;

    public Audit(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Reads a mailbox to its end. */
    public Audit mailbox(String user, Inbox inbox) {
        Map<String, Integer> copies = new HashMap<>();
        inbox.read(inbox.uids(), (uid, stored) -> examine(user, stored)
                .ifPresent(id -> copies.merge(id, 1, Integer::sum)));
        duplicates += copies.values().stream().mapToInt(count -> count - 1).sum();
        ledger.entries().forEach((id, entry) -> {
            if (Ledger.isOwed(entry, user) && !copies.containsKey(id)) {
                missing++;
                fault(user, id, "acknowledged and not there");
            }
        });
        return this;
    }

    private Optional<String> examine(String user, Stored stored) {
        Optional<Reading> reading = Letter.read(stored.bytes());
        if (reading.isEmpty()) {
            fault(user, "uid " + stored.uid(), "is no letter: " + beginning(stored.bytes()));
            return Optional.empty();
        }
        String id = reading.orElseThrow().id();
        found++;
        if (!reading.orElseThrow().whole() || stored.bytes().length() != stored.statedSize()) {
            damaged++;
            fault(user, id, "damaged; size " + stored.bytes().length() + ", stated " + stored.statedSize());
        }
        belongs(user, id);
        return Optional.of(id);
    }

    private void belongs(String user, String id) {
        Ledger.Entry entry = ledger.entry(id);
        if (!entry.mailboxes().contains(user)) {
            fault(user, id, "was not sent to this mailbox");
        } else if (entry.answer() == Answer.UNFINISHED) {
            fault(user, id, "its final dot was never sent");
        } else if (entry.answer() != Answer.ACKNOWLEDGED) {
            unacknowledged++;
        }
    }

    private void fault(String user, String id, String what) {
        faults.add(user + " " + id + ": " + what);
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(300, text.length()));
    }

    /** Everything that may not be: lost, damaged, truncated, in the wrong mailbox, or never sent. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** One line for a log. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "acknowledged=%d unanswered=%d refused=%d unfinished=%d found=%d missing=%d damaged=%d duplicates=%d found-unacknowledged=%d faults=%d",
                ledger.count(Answer.ACKNOWLEDGED),
                ledger.count(Answer.UNANSWERED),
                ledger.count(Answer.REFUSED),
                ledger.count(Answer.UNFINISHED),
                found,
                missing,
                damaged,
                duplicates,
                unacknowledged,
                faults.size());
    }
}
