// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts sessions, so that a server that stops can let them clean up after themselves. */
final class OpenSessions {

    private int count;

    synchronized void opened() {
        count++;
    }

    synchronized void closed() {
        count--;
        notifyAll();
    }

    /** Waits until no session is open, and tells whether that came true in time. */
    synchronized boolean awaitNone(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (count > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return count == 0;
    }
}
