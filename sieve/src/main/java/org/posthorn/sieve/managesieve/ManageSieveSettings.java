// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the ManageSieve server listens, and its limits.
 *
 * @param address where to listen; port 0 takes a free one
 * @param idleTimeout silence after login that ends the session; RFC 5804 asks for 30 minutes at least
 * @param loginIdleTimeout silence before login that ends the session
 * @param loginDeadline time from the connection to the login
 * @param failedLoginDelay how long the answer to a wrong password is held back
 * @param maxConnections sessions at the same time
 * @param maxConnectionsPerAddress sessions at the same time from one address; webmail has only one address
 * @param maxScriptBytes the largest script
 * @param maxScripts scripts of one user
 * @param workers threads on which commands run
 */
public record ManageSieveSettings(
        InetSocketAddress address,
        Duration idleTimeout,
        Duration loginIdleTimeout,
        Duration loginDeadline,
        Duration failedLoginDelay,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxScriptBytes,
        int maxScripts,
        int workers) {

    /** The standard port. */
    public static final int PORT = 4190;

    public ManageSieveSettings {
        if (maxConnections < 1 || maxConnectionsPerAddress < 1 || maxScriptBytes < 1 || maxScripts < 1 || workers < 1) {
            throw new IllegalArgumentException("every limit of the ManageSieve server must be at least 1");
        }
    }

    /** The values for use in production. */
    public static ManageSieveSettings defaults(InetSocketAddress address) {
        return new ManageSieveSettings(
                address,
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(3),
                Duration.ofSeconds(2),
                1000,
                100,
                1 << 20,
                100,
                8);
    }

    /** The same with another delay for failed logins. */
    public ManageSieveSettings withFailedLoginDelay(Duration delay) {
        return new ManageSieveSettings(
                address,
                idleTimeout,
                loginIdleTimeout,
                loginDeadline,
                delay,
                maxConnections,
                maxConnectionsPerAddress,
                maxScriptBytes,
                maxScripts,
                workers);
    }
}
