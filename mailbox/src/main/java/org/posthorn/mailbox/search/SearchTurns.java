// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.posthorn.mailbox.StoreThreads;
import org.posthorn.mailbox.StoreUnavailableException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Who may search now: so many at the same time, and so many of them for one user. The others wait in the order in which
 * they came, without a thread, and are told to come again later if that takes too long. Safe for use by several threads.
 */
public final class SearchTurns {

    private final int most;
    private final int mostOfOneUser;
    private final Duration patience;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private final Map<String, Integer> running = new HashMap<>();
    private int runningInAll;

    /**
     * @param most searches at the same time
     * @param mostOfOneUser searches of one user at the same time
     * @param patience how long one waits for its turn before it fails
     */
    public SearchTurns(int most, int mostOfOneUser, Duration patience) {
        this.most = most;
        this.mostOfOneUser = mostOfOneUser;
        this.patience = patience;
    }

    /**
     * The search, begun when it is its turn, and given up when its subscriber goes.
     *
     * <p>Fails with {@link StoreUnavailableException} when the turn does not come in time.
     */
    public <T> Flux<T> inTurn(String user, Flux<T> search) {
        return Flux.defer(() -> {
            Turn turn = new Turn(user);
            return turn.come().thenMany(search).doOnTerminate(turn::end).doOnCancel(turn::end);
        });
    }

    private enum State {
        NEW,
        WAITING,
        RUNNING,
        OVER
    }

    /** One search's. Its state changes under the lock of all; whoever waits is told without it. */
    private final class Turn {

        private final String user;
        private State state = State.NEW;
        private @Nullable MonoSink<Void> sink;
        private @Nullable Disposable timer;

        Turn(String user) {
            this.user = user;
        }

        /** Completes when it is its turn. */
        Mono<Void> come() {
            return Mono.create(caller -> {
                queue(caller);
                proceed();
            });
        }

        /** Frees the place, or leaves the queue. */
        void end() {
            synchronized (SearchTurns.this) {
                if (state == State.RUNNING) {
                    runningInAll--;
                    running.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
                }
                leave();
            }
            proceed();
        }

        private void queue(MonoSink<Void> caller) {
            synchronized (SearchTurns.this) {
                if (state == State.NEW) {
                    sink = caller;
                    state = State.WAITING;
                    waiting.add(this);
                    timer = Schedulers.parallel()
                            .schedule(
                                    () -> StoreThreads.STATEMENTS.schedule(this::giveUp),
                                    patience.toMillis(),
                                    TimeUnit.MILLISECONDS);
                }
            }
        }

        private boolean mayRun() {
            return running.getOrDefault(user, 0) < mostOfOneUser;
        }

        private void run() {
            state = State.RUNNING;
            runningInAll++;
            running.merge(user, 1, Integer::sum);
            stopTimer();
        }

        private void tell() {
            MonoSink<Void> caller = sink;
            if (caller != null) {
                caller.success();
            }
        }

        private void giveUp() {
            MonoSink<Void> caller;
            synchronized (SearchTurns.this) {
                if (state != State.WAITING) {
                    return;
                }
                caller = sink;
                leave();
            }
            if (caller != null) {
                String waited = String.format(Locale.ROOT, "no turn to search within %d s", patience.toSeconds());
                caller.error(new StoreUnavailableException(waited, new TimeoutException(waited)));
            }
        }

        private void leave() {
            if (state == State.WAITING) {
                waiting.remove(this);
            }
            state = State.OVER;
            stopTimer();
        }

        private void stopTimer() {
            if (timer != null) {
                timer.dispose();
            }
        }
    }

    private void proceed() {
        next().forEach(Turn::tell);
    }

    /** Those whose turn it is now. */
    private synchronized List<Turn> next() {
        List<Turn> next = new ArrayList<>();
        Iterator<Turn> turns = waiting.iterator();
        while (turns.hasNext() && runningInAll < most) {
            Turn turn = turns.next();
            if (turn.mayRun()) {
                turns.remove();
                turn.run();
                next.add(turn);
            }
        }
        return next;
    }
}
