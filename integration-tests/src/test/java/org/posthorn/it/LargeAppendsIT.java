// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.MariaDbFlavour;

/**
 * Many clients that store large messages at once take no more memory than few: the server has so little heap that it would end
 * otherwise.
 */
class LargeAppendsIT {

    private static final String ALICE = "alice@example.test";
    private static final int CLIENTS = 10;
    private static final int OCTETS = 20 * 1024 * 1024;

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.own(MariaDbFlavour.EMBEDDED, Map.of("POSTHORN_HEAP", "128m"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void everyMessageIsStoredAndTheServerGoesOn() {
        long process = stack.posthorn().processId("server");
        String word = Smtp.word();
        String line = "x".repeat(76) + "\r\n";
        String message = Smtp.mail(word) + line.repeat(OCTETS / line.length());

        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<CompletableFuture<String>> answers = IntStream.range(0, CLIENTS)
                .mapToObj(any -> CompletableFuture.supplyAsync(() -> append(message), clients))
                .toList();

        assertThat(answers).extracting(CompletableFuture::join).allMatch(answer -> answer.startsWith("t1 OK"));
        clients.shutdown();
        try (Imap imap = Imap.login(stack, ALICE)) {
            assertThat(imap.count("Drafts", word)).isEqualTo(CLIENTS);
        }
        assertThat(stack.posthorn().processId("server")).isEqualTo(process);
    }

    private static String append(String message) {
        try (Imap imap = Imap.login(stack, ALICE)) {
            return imap.append("Drafts", message);
        }
    }
}
