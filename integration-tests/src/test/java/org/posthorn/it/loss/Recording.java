// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.it.loss.Arguments.Descriptor;
import org.posthorn.it.loss.Calls.Call;

/**
 * What processes did to the files below some directories, and what they said elsewhere meanwhile, from the file that {@link Strace} wrote.
 *
 * <p>An asynchronous write ({@code io_submit}) counts as written when the system has taken it: strace does not tell which one has ended, and
 * MariaDB waits for them before it forces. Whatever would change a file in a way that cannot be replayed is refused.
 */
public final class Recording {

    /** Words that went to a socket or to a file elsewhere. */
    public record Said(int begun, String text) {}

    private static final int LONGEST_PATH = 4096;

    private final List<Path> roots;
    private final Path working;
    private final List<String> words;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<String, Long> positions = new HashMap<>();
    private List<Long> micros = List.of();

    private Recording(List<Path> roots, Path working, List<String> words) {
        this.roots = roots;
        this.working = working;
        this.words = words;
    }

    /**
     * Reads a recording.
     *
     * @param roots the directories whose files matter
     * @param working the working directory of the processes that name files without their directories
     * @param words what is written elsewhere and has one of these in it is kept too
     */
    public static Recording read(Path trace, List<Path> roots, Path working, String... words) {
        Recording recording = new Recording(roots, working, List.of(words));
        try {
            recording.micros = Calls.read(trace, recording::isInteresting, recording::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        recording.operations.sort(Comparator.comparingInt(Operation::ended));
        return recording;
    }

    /** In the order in which they ended. */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The same as if some of the operations had not been done. */
    public Recording without(Predicate<Operation> undone) {
        Recording other = new Recording(roots, working, words);
        operations.stream().filter(undone.negate()).forEach(other.operations::add);
        other.said.addAll(said);
        other.micros = micros;
        return other;
    }

    public List<Said> said() {
        return List.copyOf(said);
    }

    /** The moment behind everything. */
    public int end() {
        return micros.size();
    }

    /** The first moment that is not before a time. */
    public int moment(Instant time) {
        long wanted = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        int moment = 0;
        while (moment < micros.size() && micros.get(moment) < wanted) {
            moment++;
        }
        return moment;
    }

    private boolean isInteresting(String text) {
        return roots.stream().anyMatch(root -> text.contains(root.toString()))
                || words.stream().anyMatch(text::contains)
                || text.startsWith("rename")
                || text.startsWith("unlink")
                || text.startsWith("link")
                || text.startsWith("mkdir")
                || text.startsWith("rmdir");
    }

    private boolean matters(String path) {
        return roots.stream().anyMatch(root -> path.startsWith(root + "/") || path.equals(root.toString()));
    }

    private void add(Call call) {
        if (call.result().startsWith("-1 ") || call.result().startsWith("?")) {
            return;
        }
        switch (call.name()) {
            case "open", "openat", "creat" -> open(call);
            case "mkdir", "mkdirat" ->
                named(call, path -> new Operation.Create(call.begun(), call.ended(), path, true));
            case "unlink", "unlinkat", "rmdir" ->
                named(call, path -> new Operation.Remove(call.begun(), call.ended(), path));
            case "rename", "renameat", "renameat2", "link", "linkat" -> twoNames(call);
            case "io_submit" -> asynchronous(call);
            case "mmap" -> mapped(call);
            default -> onDescriptor(call);
        }
    }

    private void named(Call call, Function<String, Operation> operation) {
        String path = Arguments.paths(call.arguments(), working).get(0);
        if (matters(path)) {
            operations.add(operation.apply(path));
        }
    }

    private void twoNames(Call call) {
        List<String> paths = Arguments.paths(call.arguments(), working);
        String from = paths.get(0);
        String to = paths.get(1);
        if (matters(from) != matters(to)) {
            throw new IllegalArgumentException("a file came or went: " + from + " to " + to);
        }
        if (matters(from)) {
            operations.add(
                    call.name().startsWith("rename")
                            ? new Operation.Rename(call.begun(), call.ended(), from, to)
                            : new Operation.Link(call.begun(), call.ended(), from, to));
        }
    }

    private void open(Call call) {
        Optional<Descriptor> opened = Arguments.descriptor(call.result());
        Optional<String> path = opened.flatMap(Descriptor::path).filter(this::matters);
        if (path.isEmpty()) {
            return;
        }
        positions.put(key(opened.orElseThrow(), path.get()), call.arguments().contains("O_APPEND") ? -1L : 0L);
        if (call.arguments().contains("O_CREAT") || call.name().equals("creat")) {
            operations.add(new Operation.Create(call.begun(), call.ended(), path.get(), false));
        }
        if (call.arguments().contains("O_TRUNC") || call.name().equals("creat")) {
            operations.add(new Operation.Resize(call.begun(), call.ended(), path.get(), 0, false));
        }
    }

    private void mapped(Call call) {
        if (call.arguments().contains("MAP_SHARED") && call.arguments().contains("PROT_WRITE")) {
            throw new IllegalArgumentException("files changed in memory cannot be recorded: " + call.arguments());
        }
    }

    private void onDescriptor(Call call) {
        Optional<Descriptor> descriptor = Arguments.descriptor(call.arguments());
        Optional<String> path = descriptor.flatMap(Descriptor::path);
        if (path.filter(this::matters).isPresent()) {
            onFile(call, path.get(), key(descriptor.orElseThrow(), path.get()));
        } else if (path.isPresent()
                && (call.name().equals("write") || call.name().startsWith("send"))) {
            said.add(new Said(call.begun(), new String(Arguments.data(call.arguments()), StandardCharsets.ISO_8859_1)));
        }
    }

    private void onFile(Call call, String path, String key) {
        switch (call.name()) {
            case "lseek" -> positions.put(key, call.number());
            case "write", "writev" -> {
                long position = positions.getOrDefault(key, -1L);
                write(call, path, position);
                positions.put(key, position + call.number());
            }
            case "pwrite64" -> write(call, path, lastNumber(call));
            case "pwritev" -> write(call, path, lastNumber(call));
            case "ftruncate" ->
                operations.add(new Operation.Resize(call.begun(), call.ended(), path, lastNumber(call), false));
            case "fallocate" -> allocate(call, path);
            case "fsync", "fdatasync" -> operations.add(new Operation.Force(call.begun(), call.ended(), path));
            default -> throw new IllegalArgumentException("cannot be replayed: " + call.name() + " of " + path);
        }
    }

    private void write(Call call, String path, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("it is not known where " + path + " was written");
        }
        byte[] written = Arrays.copyOf(Arguments.data(call.arguments()), (int) call.number());
        operations.add(new Operation.Write(call.begun(), call.ended(), path, offset, written));
    }

    private void allocate(Call call, String path) {
        Matcher matcher =
                Pattern.compile(">(?:\\(deleted\\))?, 0, (\\d+), (\\d+)$").matcher(call.arguments());
        if (!matcher.find()) {
            throw new IllegalArgumentException("cannot be replayed: fallocate(" + call.arguments());
        }
        long length = Long.parseLong(matcher.group(1)) + Long.parseLong(matcher.group(2));
        operations.add(new Operation.Resize(call.begun(), call.ended(), path, length, true));
    }

    private void asynchronous(Call call) {
        String text = call.arguments();
        int at = behind(text, "aio_lio_opcode=", 0);
        while (at > 0) {
            String kind = text.substring(at, text.indexOf(',', at));
            int file = behind(text, "aio_fildes=", at);
            Optional<String> path = Arguments.descriptor(
                            text.substring(file, Math.min(text.length(), file + LONGEST_PATH)))
                    .flatMap(Descriptor::path)
                    .filter(this::matters);
            int quote = behind(text, "aio_buf=", file);
            if (kind.equals("IOCB_CMD_PWRITE") && quote > 0 && text.charAt(quote) == '"') {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                int offset = behind(text, "aio_offset=", Arguments.string(text, quote, bytes));
                path.ifPresent(known -> operations.add(new Operation.Write(
                        call.begun(), call.ended(), known, number(text, offset), bytes.toByteArray())));
                at = offset;
            } else if (path.isPresent() && !kind.equals("IOCB_CMD_PREAD")) {
                throw new IllegalArgumentException("cannot be replayed: " + kind + " of " + path.get());
            }
            at = behind(text, "aio_lio_opcode=", at);
        }
    }

    /** The place behind a word; 0 where it does not come. */
    private static int behind(String text, String word, int from) {
        int found = text.indexOf(word, from);
        return found < 0 ? 0 : found + word.length();
    }

    private static long number(String text, int begin) {
        int end = begin;
        while (Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Long.parseLong(text.substring(begin, end));
    }

    private static long lastNumber(Call call) {
        List<Long> numbers = Arguments.numbersBehindData(call.arguments());
        return numbers.get(numbers.size() - 1);
    }

    private static String key(Descriptor descriptor, String path) {
        return descriptor.number() + " " + path;
    }
}
