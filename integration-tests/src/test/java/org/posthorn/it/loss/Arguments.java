// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of a system call as {@code strace -y} writes them. */
final class Arguments {

    /** A descriptor and what it stands for; nothing where that has no name any more. */
    record Descriptor(int number, Optional<String> path) {}

    private static final Pattern DESCRIPTOR = Pattern.compile("^(\\d+)<((?:[^>\\\\]|\\\\.)*)>(\\(deleted\\))?");
    private static final Pattern DIRECTORY = Pattern.compile("^(?:AT_FDCWD|\\d+)<((?:[^>\\\\]|\\\\.)*)>");

    private Arguments() {}

    /** The descriptor that a text begins with; none where it begins with something else. */
    static Optional<Descriptor> descriptor(String text) {
        Matcher matcher = DESCRIPTOR.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        boolean deleted = matcher.group(3) != null || matcher.group(2).endsWith(" (deleted)");
        return Optional.of(new Descriptor(
                Integer.parseInt(matcher.group(1)), deleted ? Optional.empty() : Optional.of(matcher.group(2))));
    }

    /** All strings in their order, as bytes put together: the data of a write in one or in several pieces. */
    static byte[] data(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 2);
        int quote = text.indexOf('"');
        while (quote >= 0) {
            quote = text.indexOf('"', string(text, quote, bytes));
        }
        return bytes.toByteArray();
    }

    /** The paths among the arguments; a relative one belongs to the directory named before it, or else to the given one. */
    static List<String> paths(String text, Path working) {
        List<String> paths = new ArrayList<>();
        Path base = working;
        int at = 0;
        while (at < text.length()) {
            Matcher directory = DIRECTORY.matcher(text.substring(at));
            if (directory.find()) {
                base = Path.of(directory.group(1));
                at += directory.end();
            } else if (text.charAt(at) == '"') {
                ByteArrayOutputStream name = new ByteArrayOutputStream();
                at = string(text, at, name);
                paths.add(base.resolve(name.toString(StandardCharsets.UTF_8))
                        .normalize()
                        .toString());
                base = working;
            } else {
                at++;
            }
        }
        return paths;
    }

    /** What follows the last string: numbers, in their order. */
    static List<Long> numbersBehindData(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String word : text.substring(text.lastIndexOf('"') + 1).split("[, ]+", -1)) {
            if (word.matches("-?\\d+")) {
                numbers.add(Long.parseLong(word));
            }
        }
        return numbers;
    }

    /** Reads the string whose opening quote is at a place; gives the place behind its closing quote. */
    static int string(String text, int quote, ByteArrayOutputStream bytes) {
        int at = quote + 1;
        while (text.charAt(at) != '"') {
            at = text.charAt(at) == '\\' ? escape(text, at + 1, bytes) : plain(text, at, bytes);
        }
        if (text.startsWith("...", at + 1)) {
            throw new IllegalArgumentException("a string was cut off by strace");
        }
        return at + 1;
    }

    private static int plain(String text, int at, ByteArrayOutputStream bytes) {
        bytes.write(text.charAt(at));
        return at + 1;
    }

    private static int escape(String text, int at, ByteArrayOutputStream bytes) {
        char letter = text.charAt(at);
        int named = "ntrvf".indexOf(letter);
        if (named >= 0) {
            bytes.write("\n\t\r\u000b\f".charAt(named));
            return at + 1;
        }
        if (letter == 'x') {
            bytes.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
            return at + 3;
        }
        if (letter < '0' || letter > '7') {
            return plain(text, at, bytes);
        }
        int end = at;
        int value = 0;
        while (end < at + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
            value = value * 8 + text.charAt(end) - '0';
            end++;
        }
        bytes.write(value);
        return end;
    }
}
