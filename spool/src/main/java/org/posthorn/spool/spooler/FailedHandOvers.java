// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first mail that a mailet wanted to send, in a thread that watches, and the spool did not take. Some of
 * James's mailets hide such a failure and go on as if the mail was sent; the spooler asks here whether that happened.
 */
final class FailedHandOvers {
    private final ThreadLocal<AtomicReference<@Nullable Exception>> watches = new ThreadLocal<>();

    /** Begins to watch what happens in this thread. */
    void watch() {
        watches.set(new AtomicReference<>());
    }

    void record(Exception failure) {
        Optional.ofNullable(watches.get()).ifPresent(watch -> watch.compareAndSet(null, failure));
    }

    /** Ends the watch of this thread and gives what failed since its beginning. */
    Optional<Exception> end() {
        Optional<Exception> failure = Optional.ofNullable(watches.get()).map(AtomicReference::get);
        watches.remove();
        return failure;
    }
}
