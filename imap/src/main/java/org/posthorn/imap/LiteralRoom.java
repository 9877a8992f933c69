// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Room in memory for the large literals of all connections. Who finds none waits, without a thread, in the order of coming, so
 * that the memory that APPENDs take does not grow with the number of clients. One user may have half of it, or one literal;
 * others do not wait for what is beyond that. Safe for use by several threads.
 */
final class LiteralRoom {

    private final long all;
    private final List<Claim> waiting = new ArrayList<>();
    private final Map<String, Long> held = new HashMap<>();
    private long free;

    /**
     * @param octets that may be in memory at a time
     */
    LiteralRoom(long octets) {
        this.all = octets;
        this.free = octets;
    }

    /**
     * Claims room for a literal; one that is larger than all room is given the whole.
     *
     * @param user whose it is
     * @param granted run once there is room, by the caller or by whoever leaves
     */
    Claim claim(String user, long octets, Runnable granted) {
        Claim claim = new Claim(user, Math.min(octets, all), granted);
        synchronized (this) {
            waiting.add(claim);
        }
        proceed();
        return claim;
    }

    private void proceed() {
        List<Claim> next = new ArrayList<>();
        synchronized (this) {
            Iterator<Claim> claims = waiting.iterator();
            boolean isRoom = true;
            while (isRoom && claims.hasNext()) {
                Claim claim = claims.next();
                if (claim.isWithinShare()) {
                    isRoom = claim.octets <= free;
                    if (isRoom) {
                        claims.remove();
                        claim.take();
                        next.add(claim);
                    }
                }
            }
        }
        next.forEach(claim -> claim.granted.run());
    }

    /** One literal's. */
    final class Claim {

        private final String user;
        private final long octets;
        private final Runnable granted;
        private boolean isGranted;

        private Claim(String user, long octets, Runnable granted) {
            this.user = user;
            this.octets = octets;
            this.granted = granted;
        }

        private boolean isWithinShare() {
            long others = held.getOrDefault(user, 0L);
            return others == 0 || others + octets <= all / 2;
        }

        private void take() {
            isGranted = true;
            free -= octets;
            held.merge(user, octets, Long::sum);
        }

        /** Gives the room back, or does not wait for it any longer. */
        void end() {
            synchronized (LiteralRoom.this) {
                waiting.remove(this);
                if (isGranted) {
                    isGranted = false;
                    free += octets;
                    held.computeIfPresent(user, (name, sum) -> sum == octets ? null : sum - octets);
                }
            }
            proceed();
        }
    }
}
