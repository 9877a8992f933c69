// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthorn.it.loss.Audit;
import org.posthorn.it.loss.FailingDisk;
import org.posthorn.it.loss.Inbox;
import org.posthorn.it.loss.Ledger;
import org.posthorn.it.loss.Ledger.Answer;
import org.posthorn.it.loss.Letter;
import org.posthorn.it.loss.SmallDisk;
import org.posthorn.testing.MariaDbServer;
import org.posthorn.testing.Poll;
import org.posthorn.testing.PosthornServer.Port;

/** A disk without space, or one that refuses to be written to, means "later"; nothing is damaged, and all goes on when it is well again. */
class DiskFullIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ALICE = "alice@example.test";

    private final Ledger ledger = new Ledger();
    private int letters;

    @Test
    void aFullDiskMeansLaterAndMailFlowsAgainWhenThereIsSpace() throws IOException {
        assumeTrue(SmallDisk.isPossible(), "this machine allows no file systems to its users");
        try (SmallDisk disk = SmallDisk.ofMegabytes(160);
                Stack stack = Stack.own(MariaDbServer.flavour(), Map.of("JAVA_HOME", disk.javaHome()))) {
            disk.mountedBy(stack.posthorn());
            assertThat(send(stack)).startsWith("250 ");

            disk.fillUpTo(30);
            assertThat(send(stack)).startsWith("452 4.3.1 ");
            assertThat(send(stack)).startsWith("452 4.3.1 ");
            disk.fillUpTo(0);
            assertThat(send(stack)).matches("45[12] 4\\.3\\.[01] .*");

            disk.empty();
            assertThat(Poll.until(PATIENCE, () -> send(stack).startsWith("250 ")))
                    .isTrue();
            assertThat(send(stack)).startsWith("250 ");
            assertNothingIsLost(stack);
        }
    }

    /** In the middle of many mails of several sizes, so that the last bytes of the disk are met at any place of the journal. */
    @Test
    void aDiskThatFillsUnderLoadDamagesNothing() throws IOException {
        assumeTrue(SmallDisk.isPossible(), "this machine allows no file systems to its users");
        try (SmallDisk disk = SmallDisk.ofMegabytes(160);
                Stack stack = Stack.own(MariaDbServer.flavour(), Map.of("JAVA_HOME", disk.javaHome()))) {
            disk.mountedBy(stack.posthorn());
            for (int i = 0; i < 10; i++) {
                disk.fillUpTo(i % 2 == 0 ? 0 : 66);
                send(stack, 300_000);
                send(stack, 3000);
                disk.empty();
                assertThat(Poll.until(PATIENCE, () -> send(stack).startsWith("250 ")))
                        .isTrue();
            }
            assertNothingIsLost(stack);
        }
    }

    /** The kernel refuses every write of the server to a file, open or new, as it does on a file system that has become read-only. */
    @Test
    void aDiskThatRefusesWritesMeansLaterAndMailFlowsAgainWhenItTakesThem() {
        try (Stack stack = Stack.own()) {
            assertThat(send(stack)).startsWith("250 ");
            long server = stack.posthorn().processId("server");
            SmallDisk.limitFiles(server, "0");
            assertThat(send(stack)).matches("45[12] 4\\.3\\.[01] .*");
            assertThat(send(stack, 300_000)).matches("45[12] 4\\.3\\.[01] .*");

            SmallDisk.limitFiles(server, "unlimited");
            assertThat(Poll.until(PATIENCE, () -> send(stack).startsWith("250 ")))
                    .isTrue();
            assertNothingIsLost(stack);
            stack.posthorn().run("", "down");
            stack.posthorn().up();
            assertThat(send(stack)).startsWith("250 ");
            assertNothingIsLost(stack);
        }
    }

    /** As it does with a disk that it finds damaged; files that are open can be written to no more, either. */
    @Test
    void aDiskThatTheKernelMakesReadOnlyMeansLaterAndNothingIsLostWhenItIsRepaired() throws IOException {
        assumeTrue(FailingDisk.isPossible(), "this machine does not let the tests mount a file system that fails");
        try (Stack stack = Stack.own()) {
            stack.posthorn().run("", "down");
            try (FailingDisk disk = FailingDisk.of(stack.posthorn())) {
                stack.posthorn().up();
                for (int i = 0; i < 5; i++) {
                    assertThat(send(stack)).startsWith("250 ");
                }
                disk.fail();
                assertThat(send(stack)).matches("45[12] 4\\.3\\.[01] .*");
                assertThat(send(stack, 300_000)).matches("45[12] 4\\.3\\.[01] .*");

                stack.posthorn().run("", "down");
                disk.repair();
                stack.posthorn().up();
                assertThat(send(stack)).startsWith("250 ");
                assertNothingIsLost(stack);
            }
        }
    }

    private String send(Stack stack) {
        return send(stack, 10_000);
    }

    /** Sends a letter to Alice; gives the last reply, whichever command the server said it to. */
    private String send(Stack stack, int size) {
        letters++;
        String id = "disk-" + letters;
        try (Session client = Smtp.stranger(stack)) {
            String answer = client.ask("MAIL FROM:<x@outside.test> BODY=8BITMIME");
            answer = answer.startsWith("250") ? client.ask("RCPT TO:<" + ALICE + ">") : answer;
            answer = answer.startsWith("250") ? client.ask("DATA") : answer;
            if (answer.startsWith("354")) {
                client.sendRaw(Letter.write(id, size, new Random(letters)).replace("\r\n.", "\r\n.."));
                answer = client.ask(".");
            }
            ledger.write(id, Set.of(ALICE), answer.startsWith("250") ? Answer.ACKNOWLEDGED : Answer.REFUSED);
            return answer;
        }
    }

    private void assertNothingIsLost(Stack stack) {
        try (Inbox alice = Inbox.open(stack.port(Port.IMAPS), ALICE, Stack.PASSWORD)) {
            assertThat(Poll.until(PATIENCE, () -> alice.count() >= ledger.owed(ALICE)))
                    .as("%s of %s", alice.count(), ledger.owed(ALICE))
                    .isTrue();
            assertThat(new Audit(ledger).mailbox(ALICE, alice).faults()).isEmpty();
        }
        assertThat(stack.sent()).isEmpty();
    }
}
