// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.it.loss.Ledger.Answer;
import org.posthorn.testing.LineClient;

/** Several SMTP clients that send letters until they are told to stop, whatever happens to the server. */
public final class Postmen implements AutoCloseable {

    /** Which mailboxes a recipient's address leads to, and how large letters are, in bytes. */
    public record Round(int port, Map<String, Set<String>> addresses, int smallest, int largest, int pauseMillis) {}

    private static final int PER_SESSION = 20;

    private final Round round;
    private final Ledger ledger;
    private final String prefix;
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile int limit = Integer.MAX_VALUE;

    private Postmen(Round round, Ledger ledger, String prefix) {
        this.round = round;
        this.ledger = ledger;
        this.prefix = prefix;
    }

    /**
     * Starts so many clients.
     *
     * @param prefix begins the name of each letter
     */
    public static Postmen start(int clients, Round round, Ledger ledger, String prefix, long seed) {
        return start(clients, Integer.MAX_VALUE, round, ledger, prefix, seed);
    }

    /** Starts so many clients, which send so many letters together and end. */
    public static Postmen start(int clients, int letters, Round round, Ledger ledger, String prefix, long seed) {
        Postmen postmen = new Postmen(round, ledger, prefix);
        postmen.limit = letters;
        for (int i = 0; i < clients; i++) {
            Random random = new Random(seed + i);
            postmen.running.add(postmen.threads.submit(() -> postmen.work(random)));
        }
        return postmen;
    }

    /** Waits until they have sent what they were given, and says of each whether it ended as it should. */
    public void await() {
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e);
        }
    }

    /** Lets each finish the letter it is sending; returns when all have. */
    @Override
    public void close() {
        limit = 0;
        try {
            await();
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean isWanted() {
        return count.get() < limit;
    }

    private void work(Random random) {
        while (isWanted()) {
            try (LineClient client = LineClient.plain(round.port())) {
                client.reply();
                client.command("EHLO client.outside.test");
                for (int i = 0; i < PER_SESSION && isWanted(); i++) {
                    send(client, random);
                    pause(random.nextInt(round.pauseMillis() + 1));
                }
                client.command("QUIT");
            } catch (IOException e) {
                // the server died, or has not started yet
                pause(50);
            }
        }
    }

    private void send(LineClient client, Random random) throws IOException {
        int number = count.incrementAndGet();
        if (number > limit) {
            return;
        }
        String id = prefix + "-" + number;
        Set<String> mailboxes = new TreeSet<>();
        if (!client.command("MAIL FROM:<x@outside.test> BODY=8BITMIME").startsWith("250")) {
            ledger.write(id, mailboxes, Answer.REFUSED);
            return;
        }
        for (String address : choose(random)) {
            if (client.command("RCPT TO:<" + address + ">").startsWith("250")) {
                mailboxes.addAll(round.addresses().getOrDefault(address, Set.of()));
            }
        }
        String ready = mailboxes.isEmpty() ? "" : client.command("DATA");
        if (!ready.startsWith("354")) {
            ledger.write(id, mailboxes, Answer.REFUSED);
            client.command("RSET");
            return;
        }
        data(client, id, mailboxes, Letter.write(id, size(random), random));
    }

    private void data(LineClient client, String id, Set<String> mailboxes, String letter) {
        try {
            client.sendRaw(letter.replace("\r\n.", "\r\n.."));
        } catch (IOException e) {
            ledger.write(id, mailboxes, Answer.UNFINISHED);
            return;
        }
        try {
            String answer = client.command(".");
            if (answer.startsWith("250")) {
                ledger.acknowledge(id, mailboxes, answer);
            } else {
                ledger.write(id, mailboxes, Answer.REFUSED);
            }
        } catch (IOException e) {
            ledger.write(id, mailboxes, Answer.UNANSWERED);
        }
    }

    /** One address, or two or three that lead to different mailboxes. */
    private List<String> choose(Random random) {
        List<String> all = new ArrayList<>(round.addresses().keySet());
        Collections.shuffle(all, random);
        int wanted = 1 + Math.max(0, random.nextInt(5) - 2);
        List<String> chosen = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        for (String address : all) {
            Set<String> mailboxes = round.addresses().getOrDefault(address, Set.of());
            if (chosen.size() < wanted && Collections.disjoint(reached, mailboxes)) {
                chosen.add(address);
                reached.addAll(mailboxes);
            }
        }
        return chosen;
    }

    /** Many small ones and some large ones. */
    private int size(Random random) {
        double share = Math.pow(random.nextDouble(), 2);
        return (int) (round.smallest() * Math.pow((double) round.largest() / round.smallest(), share));
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
