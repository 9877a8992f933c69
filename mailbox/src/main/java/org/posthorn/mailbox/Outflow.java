// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The way on which answers reach a client, which takes them as fast as it can and no faster. Who answers puts it into
 * Reactor's context under this class; lists of messages then wait for it, so that what a slow client has not read yet
 * stays in the database.
 */
public interface Outflow {

    /** Whether more may be written now. May be called by any thread, often. */
    boolean isOpen();

    /** Completes, on any thread, when more may be written, or when there is nobody left to write to. */
    Mono<Void> opened();

    /** Gives the items one by one, each when the subscriber's outflow, if it has one, is open. */
    static <T> Flux<T> paced(Flux<T> items) {
        return Flux.deferContextual(context -> context.<Outflow>getOrEmpty(Outflow.class)
                .map(outflow -> items.concatMap(item -> outflow.isOpen() ? Mono.just(item) : later(outflow, item)))
                .orElse(items));
    }

    private static <T> Mono<T> later(Outflow outflow, T item) {
        return outflow.opened().publishOn(StoreThreads.STATEMENTS).thenReturn(item);
    }
}
