// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a user's new password comes from: a file, the prompt, or the first line of standard input. */
final class PasswordSource {

    private static final int LONGEST = 1024;

    private final @Nullable Console console;
    private final InputStream standardInput;

    PasswordSource(@Nullable Console console, InputStream standardInput) {
        this.console = console;
        this.standardInput = standardInput;
    }

    String read(String username, Optional<Path> file) throws Refusal {
        try {
            return checked(file.isPresent() ? fromFile(file.get()) : fromUser(username));
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "the password cannot be read from "
                            + file.map(Path::toString).orElse("standard input"));
        }
    }

    private String fromUser(String username) throws IOException, Refusal {
        return console != null
                ? fromPrompt(console, username)
                : firstLine(new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8)));
    }

    private static String fromPrompt(Console console, String username) throws Refusal {
        char[] first = console.readPassword("New password for %s: ", Text.oneLine(username));
        char[] second = console.readPassword("The same again: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new Refusal(ExitCode.USAGE, "the two passwords differ; nothing was changed");
        }
        return new String(first);
    }

    private static String fromFile(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return firstLine(reader);
        }
    }

    private static String firstLine(BufferedReader reader) throws IOException {
        return Optional.ofNullable(reader.readLine()).orElse("");
    }

    private static String checked(String password) throws Refusal {
        if (password.isEmpty()) {
            throw new Refusal(ExitCode.USAGE, "the password is empty; nothing was changed");
        }
        if (password.length() > LONGEST || password.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "a password has up to " + LONGEST + " characters and no control characters; nothing was changed");
        }
        return password;
    }
}
