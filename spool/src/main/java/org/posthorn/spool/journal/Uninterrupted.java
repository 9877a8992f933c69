// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs file operations in a thread of its own, so that an interrupt of the caller cannot break them off. */
final class Uninterrupted implements Closeable {
    private final ExecutorService executor;

    Uninterrupted(String name) {
        this.executor = Executors.newSingleThreadExecutor(task -> daemon(task, name));
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    <T> T call(Callable<T> operation) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> complete(result, operation));
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> operation) {
        try {
            result.complete(operation.call());
        } catch (Exception e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
