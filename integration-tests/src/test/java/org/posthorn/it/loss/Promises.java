// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.it.loss.Ledger.Answer;
import org.posthorn.it.loss.Recording.Said;

/**
 * What a server has promised at each moment of a recording: that a letter is taken, by its 250, and that it lies in a mailbox, by the
 * line in its log that comes before the letter leaves the spool. A promise holds from the beginning of the call that gives it.
 */
public final class Promises {

    /** What the recording has to keep, besides the files, for this to be built from it. */
    public static final String[] WORDS = {"Ok: queued as ", "result=stored"};

    private static final Pattern TAKEN = Pattern.compile("^250 2\\.0\\.0 Ok: queued as (\\S+)");
    private static final Pattern STORED =
            Pattern.compile("mail=(\\S+) to=<([^>]+)> folder=\\S+ uid=\\d+ result=stored");

    private final Ledger ledger;
    private final Map<String, Integer> taken = new TreeMap<>();
    private final Map<String, Integer> stored = new TreeMap<>();

    /** Combines what the senders wrote down with what the server was seen to say. */
    public Promises(Recording recording, Ledger ledger) {
        this.ledger = ledger;
        Map<String, String> ids = new TreeMap<>();
        ledger.entries().keySet().forEach(id -> ids.put(ledger.serverName(id), id));
        for (Said said : recording.said()) {
            Matcher reply = TAKEN.matcher(said.text());
            if (reply.find() && ids.containsKey(reply.group(1))) {
                taken.put(ids.get(reply.group(1)), said.begun());
            }
            Matcher line = STORED.matcher(said.text());
            while (line.find()) {
                stored.putIfAbsent(ids.get(line.group(1)) + " " + line.group(2), said.begun());
            }
        }
    }

    /** The letters that were taken, and when. */
    public Map<String, Integer> taken() {
        return Map.copyOf(taken);
    }

    /** When which letter was stored in which mailbox. */
    public Map<String, Integer> stored() {
        return Map.copyOf(stored);
    }

    /** How many deliveries were promised and not yet made. */
    public long open(int moment) {
        return ledger(moment).entries().entrySet().stream()
                .filter(entry -> entry.getValue().answer() == Answer.ACKNOWLEDGED)
                .flatMap(entry -> entry.getValue().mailboxes().stream().map(mailbox -> entry.getKey() + " " + mailbox))
                .filter(delivery -> stored.getOrDefault(delivery, Integer.MAX_VALUE) >= moment)
                .count();
    }

    /** What the senders knew at a moment: all that was not acknowledged by then may be there or not. */
    public Ledger ledger(int moment) {
        Ledger then = new Ledger();
        ledger.entries()
                .forEach((id, entry) -> then.write(
                        id,
                        entry.mailboxes(),
                        taken.getOrDefault(id, Integer.MAX_VALUE) < moment ? Answer.ACKNOWLEDGED : Answer.UNANSWERED));
        return then;
    }

    /** What a spool does not keep of what was promised; what the server said to be stored is not asked for. */
    public List<String> faults(int moment, SpoolAfterPowerLoss spool) {
        List<String> faults = new ArrayList<>(spool.damaged());
        faults.addAll(missing(moment, (id, mailbox) -> spool.has(id, mailbox) || stored(id, mailbox) < moment));
        return faults;
    }

    /** What a spool and a database do not keep of what was promised. */
    public List<String> faults(int moment, SpoolAfterPowerLoss spool, DatabaseAfterPowerLoss database) {
        List<String> faults = new ArrayList<>(spool.damaged());
        faults.addAll(database.damaged());
        faults.addAll(missing(
                moment,
                (id, mailbox) ->
                        database.has(id, mailbox) || (spool.has(id, mailbox) && stored(id, mailbox) >= moment)));
        return faults;
    }

    private int stored(String id, String mailbox) {
        return stored.getOrDefault(id + " " + mailbox, Integer.MAX_VALUE);
    }

    private List<String> missing(int moment, BiPredicate<String, String> isThere) {
        List<String> missing = new ArrayList<>();
        taken.forEach((id, since) -> {
            Set<String> mailboxes = since < moment ? ledger.entry(id).mailboxes() : Set.of();
            for (String mailbox : mailboxes) {
                if (!isThere.test(id, mailbox)) {
                    missing.add(String.format(
                            Locale.ROOT,
                            "%s to %s, taken at %d, stored at %d, is not there at %d",
                            id,
                            mailbox,
                            since,
                            stored(id, mailbox),
                            moment));
                }
            }
        });
        return missing;
    }
}
