// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer;

/** Posthorn's process as a victim. One start in four is killed too, before or soon after the ports answer. */
public final class ServerProcess implements Killer.Victim {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int START_MILLIS = 5000;

    private final PosthornServer posthorn;
    private final Random random;
    private int killedWhileStarting;

    public ServerProcess(PosthornServer posthorn, long seed) {
        this.posthorn = posthorn;
        this.random = new Random(seed);
    }

    /** How many starts were killed. */
    public int killedWhileStarting() {
        return killedWhileStarting;
    }

    @Override
    public void kill() {
        ProcessHandle process =
                ProcessHandle.of(posthorn.processId("server")).orElseThrow(() -> new AssertionError(posthorn.log()));
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void rise() {
        if (random.nextInt(4) == 0) {
            killAStart();
        }
        posthorn.up();
    }

    /** The launcher sees the process end and says so, or was done before: both are right. */
    private void killAStart() {
        long dead = posthorn.processId("server");
        CompletableFuture<PosthornServer.Outcome> start = CompletableFuture.supplyAsync(() -> posthorn.run("", "up"));
        if (!Poll.until(SOON, () -> hasRisen(dead))) {
            throw new AssertionError(start.join().output());
        }
        pause(random.nextInt(START_MILLIS));
        kill();
        killedWhileStarting++;
        start.join();
    }

    private boolean hasRisen(long dead) {
        long now = posthorn.processId("server");
        return now != dead && ProcessHandle.of(now).isPresent();
    }

    @Override
    public String toString() {
        return "server";
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
