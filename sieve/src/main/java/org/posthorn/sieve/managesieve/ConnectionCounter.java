// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts the sessions, in all and by address. */
final class ConnectionCounter {

    private final int most;
    private final int mostPerAddress;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int all;

    ConnectionCounter(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Whether one more session is allowed; if so it is counted. */
    synchronized boolean enter(InetAddress address) {
        int here = byAddress.getOrDefault(address, 0);
        if (all >= most || here >= mostPerAddress) {
            return false;
        }
        byAddress.put(address, here + 1);
        all++;
        return true;
    }

    synchronized void leave(InetAddress address) {
        all--;
        byAddress.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
    }
}
