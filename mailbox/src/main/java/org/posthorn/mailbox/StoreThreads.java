// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads on which the store's callers wait. There are several sets, because a bounded set of threads whose tasks wait for
 * tasks of the same set comes to a standstill as soon as all of them wait: James waits for the store on threads of
 * Reactor's own set.
 */
public final class StoreThreads {

    private static final int MOST = 64;
    private static final int QUEUE = 100_000;
    private static final int IDLE_SECONDS = 60;

    /** For single calls to the database, which wait for nothing else. */
    public static final Scheduler STATEMENTS = threads("posthorn-statements", MOST);

    /** For work that waits for several such calls, or for the event bus. Nothing that runs here may wait for more of it. */
    public static final Scheduler WORK = threads("posthorn-mailbox", MOST);

    /** For searches, one each, as many as there are connections for them. */
    public static final Scheduler SEARCHES = threads("posthorn-search", 8);

    private StoreThreads() {}

    private static Scheduler threads(String name, int most) {
        return Schedulers.newBoundedElastic(most, QUEUE, name, IDLE_SECONDS, true);
    }
}
