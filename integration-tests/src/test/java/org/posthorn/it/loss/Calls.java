// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls in what {@code strace -f -ttt} wrote, a call that was interrupted by another thread's put together again.
 *
 * <p>All processes are in one file, so its lines are one order for all of them.
 */
final class Calls {

    /** A call that has returned: what stood between the parentheses, and behind the equals sign. */
    record Call(int begun, int ended, String name, String arguments, String result) {

        /** What it returned as a number; -1 where it failed. */
        long number() {
            int end = 0;
            while (end < result.length() && "-0123456789".indexOf(result.charAt(end)) >= 0) {
                end++;
            }
            return end == 0 ? -1 : Long.parseLong(result.substring(0, end));
        }
    }

    private record Unfinished(int begun, String text) {}

    private static final Pattern LINE = Pattern.compile("^(\\d+) +(\\d+)\\.(\\d{6}) ");
    private static final String UNFINISHED = " <unfinished ...>";
    private static final Pattern RESUMED = Pattern.compile("^<\\.\\.\\. \\w+ resumed>");
    private static final String RESULT = ") = ";

    private final Predicate<String> interesting;
    private final Consumer<Call> consumer;
    private final Map<String, Unfinished> unfinished = new HashMap<>();
    private final List<Long> micros = new ArrayList<>();

    private Calls(Predicate<String> interesting, Consumer<Call> consumer) {
        this.interesting = interesting;
        this.consumer = consumer;
    }

    /**
     * Reads a recording to its end.
     *
     * @param interesting whether a call is worth to be taken apart, by its line
     * @return the time of each line, in microseconds since 1970
     */
    static List<Long> read(Path trace, Predicate<String> interesting, Consumer<Call> consumer) throws IOException {
        Calls calls = new Calls(interesting, consumer);
        try (BufferedReader reader = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
            String line = reader.readLine();
            while (line != null) {
                String next = reader.readLine();
                // while strace is at work, its last line may not be complete
                if (next != null || LINE.matcher(line).find()) {
                    calls.line(line);
                }
                line = next;
            }
        }
        return calls.micros;
    }

    private void line(String line) {
        int number = micros.size();
        Matcher matcher = LINE.matcher(line);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no line of strace: " + beginning(line));
        }
        micros.add(Long.parseLong(matcher.group(2)) * 1_000_000 + Long.parseLong(matcher.group(3)));
        String text = line.substring(matcher.end());
        Matcher resumed = RESUMED.matcher(text);
        if (resumed.find()) {
            Unfinished first = unfinished.remove(matcher.group(1));
            if (first != null) {
                complete(first.begun(), number, first.text() + text.substring(resumed.end()));
            }
        } else if (text.endsWith(UNFINISHED)) {
            unfinished.put(
                    matcher.group(1), new Unfinished(number, text.substring(0, text.length() - UNFINISHED.length())));
        } else {
            complete(number, number, text);
        }
    }

    /** Signals and ends of threads have no result; calls that never returned did nothing that anybody knows of. */
    private void complete(int begun, int ended, String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(RESULT);
        if (open > 0 && close > 0 && interesting.test(text)) {
            consumer.accept(new Call(
                    begun,
                    ended,
                    text.substring(0, open),
                    text.substring(open + 1, close),
                    text.substring(close + RESULT.length())));
        }
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(200, text.length()));
    }
}
