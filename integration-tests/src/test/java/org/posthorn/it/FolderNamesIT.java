// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.PosthornServer.Port;

/** A name that a folder can have is usable in every command, and by scripts; every other one is refused with the reason. */
class FolderNamesIT {

    private static final String BOB = "bob@example.test";

    private final Stack stack = Stack.shared();

    @Test
    void whatAFolderMayBeCalledIsUsableInEveryCommand() {
        try (Imap bob = Imap.login(stack, BOB)) {
            for (String name : List.of(
                    "a/b",
                    "one.two.three",
                    "trailing  ",
                    "(a) [b] {5}",
                    "back\\\\slash \\\"quote",
                    "a#b ~root",
                    "&-&-",
                    "&2D3eAA-",
                    "e&AwE-",
                    "l".repeat(200),
                    "&" + encoded("\u00fc".repeat(200)) + "-",
                    "Deep" + ".d".repeat(98))) {
                String quoted = "\"" + name + "\"";
                assertThat(last(bob, "CREATE " + quoted)).as(name).startsWith("t1 OK");
                assertThat(last(bob, "SUBSCRIBE " + quoted)).startsWith("t1 OK");
                assertThat(bob.append(name, Smtp.mail(Smtp.word()))).startsWith("t1 OK");
                assertThat(last(bob, "SELECT " + quoted)).startsWith("t1 OK");
                assertThat(String.join("\n", bob.command("STATUS " + quoted + " (MESSAGES)")))
                        .contains("(MESSAGES 1)");
                for (String list : List.of("LIST", "LSUB")) {
                    assertThat(String.join("\n", bob.command(list + " \"\" " + quoted)))
                            .contains(name);
                }
                assertThat(last(bob, "RENAME " + quoted + " Renamed")).startsWith("t1 OK");
                assertThat(last(bob, "RENAME Renamed " + quoted)).startsWith("t1 OK");
                assertThat(last(bob, "DELETE " + quoted)).startsWith("t1 OK");
            }
        }
    }

    @Test
    void whatCannotBeAFoldersNameIsRefusedAndLeavesNothing() {
        try (Imap bob = Imap.login(stack, BOB)) {
            List<String> before = bob.command("LIST \"\" \"*\"");
            for (String name : List.of(
                    ".a",
                    "a..b",
                    " ",
                    "../../etc",
                    "a%b",
                    "a*b",
                    "a&AAE-b",
                    "a&AAA-b",
                    "a&AA0ACg-b",
                    "a&AH8-b",
                    "&2D0-")) {
                assertThat(last(bob, "CREATE \"" + name + "\"")).as(name).startsWith("t1 NO [CANNOT] No mailbox can");
                assertThat(last(bob, "RENAME Junk \"" + name + "\"")).as(name).startsWith("t1 NO [CANNOT] No mailbox");
            }
            for (String name : List.of("a&", "a&!!-b", "a&AGE-", "a&AOQ", "&A-", "&AAAA-", "gr\u00fc\u00df")) {
                for (String command : List.of("CREATE ", "SELECT ", "RENAME INBOX ", "SUBSCRIBE ")) {
                    assertThat(last(bob, command + "\"" + name + "\"")).as(name).startsWith("t1 BAD");
                }
            }
            assertThat(last(bob, "CREATE " + "n".repeat(1000))).startsWith("t1 BAD CREATE too long mailbox name");
            assertThat(last(bob, "CREATE \"#news\"")).startsWith("t1 NO");
            assertThat(last(bob, "CREATE \"\"")).startsWith("t1 BAD");
            assertThat(bob.append("nosuch&AOQ-", Smtp.mail("x"))).startsWith("t1 NO [TRYCREATE]");
            assertThat(bob.command("LIST \"\" \"*\"")).isEqualTo(before);
        }
    }

    @Test
    void scriptsFileIntoWhatCanBeAFolderAndAreRefusedWithWhatCannot() {
        String tooLong = "\u00fc".repeat(201);
        for (String name : List.of("a..b", "a//b", "/", "../../etc", "a\1b", "line\r\nx", "a%b", "#news", tooLong)) {
            assertThat(put("require \"fileinto\";\r\nfileinto \"" + name + "\";\r\n"))
                    .as(name)
                    .startsWith("NO");
        }
        List<String> names = List.of("Slash/below", "Lists.strange & more", "Gr\u00fc\u00dfe \ud83d\ude00", "~root ");
        try {
            for (String name : names) {
                assertThat(put("require \"fileinto\";\r\nfileinto \"" + name + "\";\r\n"))
                        .as(name)
                        .startsWith("OK");
                String word = Smtp.word();
                Smtp.deliver(stack, BOB, word);
                String folder = name.replace('/', '.').replace("&", "&-");
                boolean ascii = folder.chars().allMatch(letter -> letter < 0x80);
                try (Imap bob = Imap.login(stack, BOB)) {
                    bob.await(ascii ? folder : "Gr&APwA3w-e &2D3eAA-", word);
                }
            }
        } finally {
            assertThat(put("keep;\r\n")).startsWith("OK");
        }
    }

    private static String last(Imap imap, String command) {
        return Imap.last(imap.command(command));
    }

    private static String encoded(String letters) {
        return Base64.getEncoder()
                .encodeToString(letters.getBytes(StandardCharsets.UTF_16BE))
                .replace("=", "")
                .replace('/', ',');
    }

    /** Stores a script for Bob and makes it the one that is used; the first answer that is not OK, or the last. */
    private String put(String script) {
        byte[] response = ("\0" + BOB + "\0" + Stack.PASSWORD).getBytes(StandardCharsets.UTF_8);
        try (Session client = Session.plain(stack.port(Port.SIEVE))) {
            client.readUntil("OK");
            client.send("STARTTLS").readLine();
            client.upgrade().readUntil("OK");
            client.send("AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(response) + "\"")
                    .readLine();
            String bytes = new String(script.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            client.send("PUTSCRIPT \"names\" {" + bytes.length() + "+}");
            String answer = client.send(bytes).readLine();
            return answer.startsWith("OK") ? client.send("SETACTIVE \"names\"").readLine() : answer;
        }
    }
}
