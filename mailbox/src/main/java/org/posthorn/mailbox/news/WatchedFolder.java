// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.posthorn.mailbox.news.ChangeSource.Position;

/**
 * A folder that somebody here has selected: who listens, how far the news were read, and what the listeners know already.
 *
 * <p>What they know is kept for the round it was told in and the one after it: by then the head that was read has it.
 */
final class WatchedFolder {

    private static final Flag[] FLAGS = {Flag.ANSWERED, Flag.DELETED, Flag.DRAFT, Flag.FLAGGED, Flag.SEEN};

    private final Set<ReactiveEventListener> listeners = new CopyOnWriteArraySet<>();
    private final Map<Long, Told> changes = new HashMap<>();
    private final Map<Long, Long> expunges = new HashMap<>();
    private volatile FolderHead announced;
    private volatile boolean gone;

    WatchedFolder(FolderHead head) {
        this.announced = head;
    }

    Set<ReactiveEventListener> listeners() {
        return listeners;
    }

    WatchedFolder with(ReactiveEventListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Whether nobody is left. */
    boolean without(ReactiveEventListener listener) {
        listeners.remove(listener);
        return listeners.isEmpty();
    }

    FolderHead announced() {
        return announced;
    }

    /** Whether this is the first that is heard of the folder's end. */
    synchronized boolean goes() {
        boolean first = !gone;
        gone = true;
        return first;
    }

    synchronized void tell(long uid, long modSeq, long round) {
        changes.merge(uid, new Told(modSeq, round), Told::later);
    }

    synchronized void tellExpunged(long uid, long round) {
        expunges.put(uid, round);
    }

    /** Everything up to this head is announced now; what was told before this round is no longer needed. */
    synchronized void reached(FolderHead head, long round) {
        announced = head;
        changes.values().removeIf(told -> told.round < round);
        expunges.values().removeIf(told -> told < round);
    }

    /** Sorts out what the listeners know already. */
    synchronized News news(List<MessageMetaData> messages, long round) {
        List<MessageMetaData> added = new ArrayList<>();
        List<UpdatedFlags> updated = new ArrayList<>();
        for (MessageMetaData message : messages) {
            long uid = message.getUid().asLong();
            long modSeq = message.getModSeq().asLong();
            Told told = changes.get(uid);
            if (told == null && uid > announced.lastUid()) {
                added.add(message);
            } else if (told == null || told.modSeq < modSeq) {
                updated.add(update(message));
            }
            tell(uid, modSeq, round);
        }
        return new News(added, updated);
    }

    /** The expunged messages that the listeners have not heard of. */
    synchronized List<MessageUid> expunged(List<Position> messages, long round) {
        List<MessageUid> unknown = new ArrayList<>();
        for (Position message : messages) {
            boolean wasThere = message.uid() <= announced.lastUid() || changes.containsKey(message.uid());
            if (expunges.put(message.uid(), round) == null && wasThere) {
                unknown.add(MessageUid.of(message.uid()));
            }
        }
        return unknown;
    }

    /** The flags before are not known; they are given so that each but \Recent counts as changed, and is shown. */
    private static UpdatedFlags update(MessageMetaData message) {
        Flags now = new Flags(message.getFlags());
        now.remove(Flag.RECENT);
        Flags before = new Flags();
        for (Flag flag : FLAGS) {
            if (!now.contains(flag)) {
                before.add(flag);
            }
        }
        return UpdatedFlags.builder()
                .uid(message.getUid())
                .messageId(message.getMessageId())
                .modSeq(message.getModSeq())
                .oldFlags(before)
                .newFlags(now)
                .build();
    }

    /** Messages that are new to the listeners, and known ones with other flags. */
    record News(List<MessageMetaData> added, List<UpdatedFlags> updated) {}

    private record Told(long modSeq, long round) {

        Told later(Told other) {
            return new Told(Math.max(modSeq, other.modSeq), Math.max(round, other.round));
        }
    }
}
