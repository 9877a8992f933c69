// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code posthorn-cli}: James's commands for domains, users, passwords, aliases and quotas, and our own.
 *
 * <p>One line on standard error says why a command was refused, and the exit code what kind of refusal it is; see {@link
 * ExitCode}. Passwords come from the prompt, standard input or a file.
 */
public final class Main {

    private static final Set<String> HELP = Set.of("help", "-h", "--help");

    private Main() {}

    /** Runs one command and ends the process. */
    @TerminalOutput
    public static void main(String[] words) {
        System.setProperty("logback.configurationFile", "org/posthorn/cli/quiet-logback.xml");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream error = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        PasswordSource passwords = new PasswordSource(System.console(), System.in);
        System.exit(run(words, passwords, out, error).number());
    }

    private static ExitCode run(String[] words, PasswordSource passwords, PrintStream out, PrintStream error) {
        if (words.length == 0 || HELP.contains(words[0])) {
            out.println(
                    "usage: ./posthorn cli COMMAND [ARGUMENT ...]\n\n" + Commands.help() + "\n\n" + Subcommand.help());
            return words.length == 0 ? ExitCode.USAGE : ExitCode.DONE;
        }
        try {
            execute(words, passwords).forEach(out::println);
            return ExitCode.DONE;
        } catch (Refusal e) {
            error.println(Text.oneLine(String.valueOf(e.getMessage())));
            return e.exitCode();
        }
    }

    private static List<String> execute(String[] words, PasswordSource passwords) throws Refusal {
        Optional<Subcommand> ours = Subcommand.named(words[0]);
        if (ours.isPresent()) {
            return ours.get().run(List.of(words).subList(1, words.length), Beans.of(Main::server));
        }
        return new JamesCommands(server(), passwords).run(Invocation.parse(words));
    }

    private static ServerAccess server() throws Refusal {
        return ServerAccess.of(
                Path.of(System.getProperty("posthorn.home", "var")), Integer.getInteger("posthorn.jmx.port", 9999));
    }
}
