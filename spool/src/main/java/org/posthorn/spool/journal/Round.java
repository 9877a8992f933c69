// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One force and everybody who waits for it. */
final class Round {
    private final CompletableFuture<Boolean> forced = new CompletableFuture<>();

    void succeed() {
        forced.complete(true);
    }

    void fail(IOException cause) {
        forced.completeExceptionally(cause);
    }

    /** Returns when the records of this round are on the disk; an interrupt does not break it off. */
    void await() throws IOException {
        try {
            forced.join();
        } catch (CompletionException e) {
            throw new IOException("the spool could not be forced to the disk", e.getCause());
        }
    }
}
