// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

/** Where the database of a test runs: as a process of this machine, or in a container. Data and port stay until {@link #remove}. */
interface DatabaseHost {
    /** Starts the server, with what it left when it ran before; does not wait until it answers. */
    void start();

    /** Ends the server with this signal, {@code TERM} or {@code KILL}; returns when it has ended. */
    void end(String signal);

    /** Whether the server still runs. */
    boolean isRunning();

    /** The TCP port on 127.0.0.1. */
    int port();

    /** What the server has written in its log. */
    String log();

    /** Removes everything; the server does not run. */
    void remove();
}
