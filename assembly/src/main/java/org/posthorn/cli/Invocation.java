// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.cli.type.CmdType;

/**
 * What the user typed.
 *
 * @param command one of James's commands
 * @param arguments its arguments, without a password
 * @param passwordFile where the password is to be read, for commands that need one
 */
record Invocation(CmdType command, List<String> arguments, Optional<Path> passwordFile) {

    private static final String PASSWORD_FILE = "--password-file";

    Invocation {
        arguments = List.copyOf(arguments);
    }

    static Invocation parse(String... words) throws Refusal {
        List<String> rest = new ArrayList<>(Arrays.asList(words));
        Optional<Path> passwordFile = takePasswordFile(rest);
        String name = rest.remove(0);
        CmdType command = CmdType.lookup(name);
        if (command == null) {
            throw new Refusal(ExitCode.USAGE, "no command '" + Text.oneLine(name) + "'" + Commands.suggestion(name));
        }
        Invocation invocation = new Invocation(command, rest, passwordFile);
        invocation.checkCount();
        return invocation;
    }

    boolean needsPassword() {
        return Commands.needsPassword(command);
    }

    private void checkCount() throws Refusal {
        int expected = command.getArgumentCount() - 1 - (needsPassword() ? 1 : 0);
        if (needsPassword() && arguments.size() == expected + 1) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "a password is never an argument, for every user of this machine can read those: leave it away and"
                            + " be asked, or give it by standard input or --password-file FILE");
        }
        if (arguments.size() != expected) {
            throw new Refusal(ExitCode.USAGE, "usage: " + Commands.usage(command));
        }
        if (!needsPassword() && passwordFile.isPresent()) {
            throw new Refusal(ExitCode.USAGE, command.getCommand() + " takes no password");
        }
    }

    private static Optional<Path> takePasswordFile(List<String> words) throws Refusal {
        int at = words.indexOf(PASSWORD_FILE);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 >= words.size() || words.size() == 2) {
            throw new Refusal(ExitCode.USAGE, "usage: COMMAND ... --password-file FILE");
        }
        words.remove(at);
        return Optional.of(Path.of(words.remove(at)));
    }
}
