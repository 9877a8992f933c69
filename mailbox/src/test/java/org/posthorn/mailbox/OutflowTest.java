// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.Poll;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

final class OutflowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int AHEAD = 64;

    private final AtomicInteger read = new AtomicInteger();
    private final Flux<Integer> rows = Flux.range(1, 100_000).doOnNext(any -> read.incrementAndGet());
    private final List<Integer> written = new CopyOnWriteArrayList<>();

    @Test
    void withoutAnOutflowEverythingIsGiven() {
        assertThat(Outflow.paced(rows).count().block()).isEqualTo(100_000);
    }

    @Test
    void nothingIsReadFarAheadOfAClientWhoTakesNothing() {
        Client client = new Client(10);
        Disposable answer = answer(client);

        assertThat(Poll.until(PATIENCE, client::isWaitedFor)).isTrue();
        assertThat(written).hasSize(10);
        assertThat(read.get()).isLessThan(10 + AHEAD);
        client.takes(5);
        assertThat(Poll.until(PATIENCE, () -> written.size() == 15 && client.isWaitedFor()))
                .isTrue();
        assertThat(written).isSorted();
        assertThat(read.get()).isLessThan(15 + AHEAD);
        answer.dispose();
    }

    @Test
    void theAnswerEndsWhenTheClientHasTakenIt() {
        Client client = new Client(99_990);
        Disposable answer = answer(client);

        assertThat(Poll.until(PATIENCE, client::isWaitedFor)).isTrue();
        client.takes(10);

        assertThat(Poll.until(PATIENCE, answer::isDisposed)).isTrue();
        assertThat(written).hasSize(100_000);
    }

    private Disposable answer(Client client) {
        return Outflow.paced(rows)
                .doOnNext(row -> {
                    written.add(row);
                    client.left.decrementAndGet();
                })
                .then()
                .contextWrite(context -> context.put(Outflow.class, client))
                .subscribe();
    }

    /** Has room for so many. */
    private static final class Client implements Outflow {
        private final AtomicInteger left;
        private final AtomicReference<Sinks.Empty<Void>> waiting = new AtomicReference<>();

        Client(int room) {
            left = new AtomicInteger(room);
        }

        @Override
        public boolean isOpen() {
            return left.get() > 0;
        }

        @Override
        public Mono<Void> opened() {
            Sinks.Empty<Void> sink = Sinks.empty();
            waiting.set(sink);
            return sink.asMono();
        }

        boolean isWaitedFor() {
            return waiting.get() != null;
        }

        void takes(int count) {
            Sinks.Empty<Void> sink = waiting.getAndSet(null);
            left.set(count);
            sink.tryEmitEmpty();
        }
    }
}
