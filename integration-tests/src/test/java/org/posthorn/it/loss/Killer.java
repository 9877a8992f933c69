// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends something with signal 9 at random moments of its work and starts it again, a number of times. */
public final class Killer implements Runnable {

    /** What can die and rise. */
    public interface Victim {
        /** Signal 9, now. */
        void kill();

        /** Returns when it works again. */
        void rise();
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Killer.class);

    private static final long PROGRESS_SECONDS = 60;

    private final Victim victim;
    private final int kills;
    private final int longestLifeMillis;
    private final IntSupplier progress;
    private final Random random;
    private final AtomicInteger done = new AtomicInteger();

    /**
     * @param longestLifeMillis the life after new progress was seen ends within this time
     * @param progress grows while the work goes on; a life without any is no test and fails after a minute
     */
    public Killer(Victim victim, int kills, int longestLifeMillis, IntSupplier progress, long seed) {
        this.victim = victim;
        this.kills = kills;
        this.longestLifeMillis = longestLifeMillis;
        this.progress = progress;
        this.random = new Random(seed);
    }

    /** How many deaths there were. */
    public int done() {
        return done.get();
    }

    @Override
    public void run() {
        while (done.get() < kills) {
            awaitProgress();
            pause(random.nextInt(longestLifeMillis));
            LOGGER.info("kills {} of {}, done={}", victim, done.incrementAndGet(), progress.getAsInt());
            victim.kill();
            long death = System.nanoTime();
            victim.rise();
            LOGGER.info("{} works again after {} ms", victim, (System.nanoTime() - death) / 1_000_000);
        }
    }

    private void awaitProgress() {
        int before = progress.getAsInt();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS);
        while (progress.getAsInt() == before) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing was done for a minute after death " + done.get());
            }
            pause(10);
        }
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
