// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.posthorn.mailbox.StoreUnavailableException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class SearchTurnsTest {

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Map<String, Sinks.Many<String>> searches = new HashMap<>();
    private final Map<String, Disposable> clients = new HashMap<>();
    private SearchTurns turns = new SearchTurns(3, 2, Duration.ofMinutes(1));

    @Test
    void soManySearchAtATimeAndTheNextWhenOneIsDone() {
        search("a1", "b1", "c1", "d1", "e1");
        assertThat(begun).containsExactly("a1", "b1", "c1");

        end("b1");

        assertThat(begun).containsExactly("a1", "b1", "c1", "d1");
    }

    @Test
    void oneUserCannotHaveThemAllAndOthersPassHim() {
        search("a1", "a2", "a3", "a4", "b1", "c1");
        assertThat(begun).containsExactly("a1", "a2", "b1");

        end("b1");
        assertThat(begun).containsExactly("a1", "a2", "b1", "c1");

        end("a2");
        assertThat(begun).containsExactly("a1", "a2", "b1", "c1", "a3");
    }

    @Test
    void aSearchThatFailsFreesItsPlace() {
        search("a1", "b1", "c1", "d1");

        searches.get("c1").tryEmitError(new IllegalStateException("damaged"));

        assertThat(begun).contains("d1");
    }

    @Test
    void aClientThatGoesFreesItsPlaceAndLeavesTheQueue() {
        search("a1", "b1", "c1", "d1", "e1");

        clients.get("d1").dispose();
        clients.get("a1").dispose();

        assertThat(begun).containsExactly("a1", "b1", "c1", "e1");
        assertThat(searches.get("a1").currentSubscriberCount()).isZero();
    }

    @Test
    void whatIsFoundArrivesInItsOrder() {
        Flux<Integer> found = turns.inTurn("ann", Flux.just(3, 1, 2));

        assertThat(found.collectList().block()).containsExactly(3, 1, 2);
        assertThat(found.collectList().block()).containsExactly(3, 1, 2);
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsToldToComeLaterAndTheOthersGoOn() {
        turns = new SearchTurns(1, 1, Duration.ofMillis(50));
        search("a1");
        CompletableFuture<List<String>> late =
                turns.inTurn("b", Flux.just("found")).collectList().toFuture();

        assertThatThrownBy(() -> late.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
        end("a1");
        search("c1");

        assertThat(begun).containsExactly("a1", "c1");
    }

    @Test
    void placesAreNeitherLostNorMultipliedWhenManyComeAndGoAtOnce() throws Exception {
        turns = new SearchTurns(2, 2, Duration.ofMinutes(1));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String user = "user" + i;
            Thread thread = new Thread(() -> comeAndGo(user));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        search("a1", "b1", "c1");

        assertThat(begun).containsExactly("a1", "b1");
    }

    private void comeAndGo(String user) {
        for (int i = 0; i < 500; i++) {
            if (i % 3 == 0) {
                turns.inTurn(user, Flux.never()).subscribe().dispose();
            } else {
                turns.inTurn(user, Flux.just(i)).blockLast();
            }
        }
    }

    /** Searches that find nothing for the time being; the first letter is the user. */
    private void search(String... names) {
        for (String name : names) {
            Sinks.Many<String> results = Sinks.many().multicast().onBackpressureBuffer();
            searches.put(name, results);
            clients.put(
                    name,
                    turns.inTurn(name.substring(0, 1), results.asFlux().doOnSubscribe(any -> begun.add(name)))
                            .subscribe(any -> {}, any -> {}));
        }
    }

    private void end(String name) {
        searches.get(name).tryEmitComplete();
    }
}
