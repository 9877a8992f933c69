// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was sent to which mailboxes, and what the server said to it. */
public final class Ledger {

    /** How the sending of a letter ended. */
    public enum Answer {
        /** 250: the server has it and may not lose it. */
        ACKNOWLEDGED,
        /** The final dot was sent, or may have been, and nothing came back: there or not, but never damaged. */
        UNANSWERED,
        /** Another answer than 250: the sender keeps it, and sends it again at another time. */
        REFUSED,
        /** The final dot was not sent: what came so far is no mail. */
        UNFINISHED
    }

    /** One letter's fate. */
    public record Entry(Set<String> mailboxes, Answer answer) {}

    /** What the server calls the letters that it has acknowledged, by their own names. */
    private final Map<String, String> serverNames = new ConcurrentHashMap<>();

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    public void write(String id, Set<String> mailboxes, Answer answer) {
        entries.put(id, new Entry(Set.copyOf(mailboxes), answer));
        if (answer == Answer.ACKNOWLEDGED) {
            acknowledged.incrementAndGet();
        }
    }

    /** Notes the words of an acknowledgement, which end in the server's own name for the letter. */
    public void acknowledge(String id, Set<String> mailboxes, String words) {
        serverNames.put(id, words.substring(words.lastIndexOf(' ') + 1).strip());
        write(id, mailboxes, Answer.ACKNOWLEDGED);
    }

    /** The server's own name for a letter; empty where it was not acknowledged. */
    public String serverName(String id) {
        return serverNames.getOrDefault(id, "");
    }

    public int acknowledged() {
        return acknowledged.get();
    }

    public long count(Answer answer) {
        return entries.values().stream()
                .filter(entry -> entry.answer() == answer)
                .count();
    }

    /** How many letters must at least lie in a mailbox. */
    public long owed(String mailbox) {
        return entries.values().stream().filter(entry -> isOwed(entry, mailbox)).count();
    }

    /** What is known of a letter; one that was never sent went to nobody. */
    public Entry entry(String id) {
        return entries.getOrDefault(id, new Entry(Set.of(), Answer.UNFINISHED));
    }

    public Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    /** Whether a letter has to be in this mailbox. */
    public boolean isOwed(String id, String mailbox) {
        return isOwed(entry(id), mailbox);
    }

    static boolean isOwed(Entry entry, String mailbox) {
        return entry.answer() == Answer.ACKNOWLEDGED && entry.mailboxes().contains(mailbox);
    }
}
