// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds TCP ports on which nothing listens at the moment of asking.
 *
 * <p>They lie below the range from which Linux numbers outgoing connections, so that no client takes one before the server of the test does; another test
 * run may, though chances are small.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int BOUND = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** One free port. */
    public static int one() {
        return several(1).get(0);
    }

    /** As many different free ports as asked for. */
    public static List<Integer> several(int count) {
        Collection<Integer> ports = new TreeSet<>();
        for (int attempt = 0; ports.size() < count && attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new UncheckedIOException(new IOException("no " + count + " free ports"));
        }
        return List.copyOf(ports);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
