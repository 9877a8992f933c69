// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Room in memory for the large literals of all connections. Who finds none waits, without a thread, in the order of coming, so
 * that the memory that APPENDs take does not grow with the number of clients. Safe for use by several threads.
 */
final class LiteralRoom {

    private final long all;
    private final Deque<Claim> waiting = new ArrayDeque<>();
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
     * @param granted run once there is room, by the caller or by whoever leaves
     */
    Claim claim(long octets, Runnable granted) {
        Claim claim = new Claim(Math.min(octets, all), granted);
        synchronized (this) {
            waiting.add(claim);
        }
        proceed();
        return claim;
    }

    private void proceed() {
        List<Claim> next = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && waiting.element().octets <= free) {
                Claim claim = waiting.remove();
                claim.isGranted = true;
                free -= claim.octets;
                next.add(claim);
            }
        }
        next.forEach(claim -> claim.granted.run());
    }

    /** One literal's. */
    final class Claim {

        private final long octets;
        private final Runnable granted;
        private boolean isGranted;

        private Claim(long octets, Runnable granted) {
            this.octets = octets;
            this.granted = granted;
        }

        /** Gives the room back, or does not wait for it any longer. */
        void end() {
            synchronized (LiteralRoom.this) {
                waiting.remove(this);
                if (isGranted) {
                    isGranted = false;
                    free += octets;
                }
            }
            proceed();
        }
    }
}
