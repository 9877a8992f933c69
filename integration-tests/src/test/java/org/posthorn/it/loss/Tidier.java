// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.posthorn.it.loss.Inbox.Stored;

/** An IMAP client that flags some letters of an inbox and expunges others until it is told to stop, and remembers which. */
public final class Tidier implements Runnable {

    private static final int FEW = 20;

    private final Supplier<Inbox> opener;
    private final int number;
    private final Random random;
    private final Map<Long, String> seen = new ConcurrentHashMap<>();
    private final Map<Long, String> expunged = new ConcurrentHashMap<>();
    private final Set<Long> flagged = ConcurrentHashMap.newKeySet();
    private volatile boolean wanted = true;

    /**
     * @param number its keyword, and which letters it may expunge: every eighth UID, no two clients the same
     */
    public Tidier(Supplier<Inbox> opener, int number) {
        this.opener = opener;
        this.number = number;
        this.random = new Random(number);
    }

    public void stop() {
        wanted = false;
    }

    /** The letters it has read, by UID. */
    public Map<Long, String> seen() {
        return Map.copyOf(seen);
    }

    /** The letters it has expunged, by UID. */
    public Map<Long, String> expunged() {
        return Map.copyOf(expunged);
    }

    /** The UIDs of letters it has flagged. */
    public Set<Long> flagged() {
        return Set.copyOf(flagged);
    }

    public String keyword() {
        return "tidier" + number;
    }

    @Override
    public void run() {
        try (Inbox inbox = opener.get()) {
            Set<Long> known = new HashSet<>();
            while (wanted) {
                inbox.command("NOOP");
                List<Long> fresh = inbox.uids().stream()
                        .filter(uid -> !known.contains(uid))
                        .limit(FEW)
                        .toList();
                fresh.forEach(uid -> tidy(inbox, uid));
                known.addAll(fresh);
            }
        }
    }

    private void tidy(Inbox inbox, long uid) {
        if (uid % 8 == number) {
            for (Stored stored : inbox.fetch(uid)) {
                String id = Letter.read(stored.bytes()).orElseThrow().id();
                seen.put(uid, id);
                inbox.command("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
                inbox.command("UID EXPUNGE " + uid);
                expunged.put(uid, id);
            }
        } else if (random.nextInt(3) == 0) {
            List<String> answer = inbox.command("UID STORE " + uid + " +FLAGS (\\Seen " + keyword() + ")");
            if (answer.stream().anyMatch(line -> line.contains(keyword()))) {
                flagged.add(uid);
            }
        }
    }
}
