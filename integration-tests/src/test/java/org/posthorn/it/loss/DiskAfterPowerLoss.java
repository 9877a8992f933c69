// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies on the disk when the power goes at a moment of a recording, for one directory.
 *
 * <p>Certain are: bytes and lengths that were there before a force of their file began which had ended by then; names that were made, changed
 * or removed before such a force of their directory. A forced file whose name was not forced is gone. All else that had begun is at the mercy of
 * {@link Luck}: lost, or there as a whole, or in part.
 */
public final class DiskAfterPowerLoss {

    private static final long NEVER = Integer.MAX_VALUE;

    /** An operation, the file it is about, and the moment after which a power loss does not undo it. */
    private static final class Step {
        private final Operation operation;
        private final long file;
        private final Set<String> unforced;
        private long certain = NEVER;

        Step(Operation operation, long file, Set<String> unforced) {
            this.operation = operation;
            this.file = file;
            this.unforced = new HashSet<>(unforced);
        }

        void forced(String path, int moment) {
            if (unforced.remove(path) && unforced.isEmpty()) {
                certain = moment;
            }
        }
    }

    /** What happens to what is not certain. */
    public interface Luck {
        /** Everything is lost. */
        Luck NONE = new Luck() {
            @Override
            public boolean lands() {
                return false;
            }

            @Override
            public int sector() {
                return 512;
            }

            @Override
            public String toString() {
                return "nothing that was not forced";
            }
        };

        /** Whether the next uncertain change of a name or a length, or sector of a write, reaches the disk. */
        boolean lands();

        /** Bytes that reach the disk together. */
        int sector();
    }

    private static final long DIRECTORY = -1;

    private final Path root;
    private final Path before;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> unforced = new ArrayList<>();
    private final Map<String, Long> namesBefore = new TreeMap<>();
    private final Map<Long, String> filesBefore = new HashMap<>();
    private final Map<String, Long> names;
    private long files;

    /**
     * Prepares the states of a directory.
     *
     * @param root the directory as the processes knew it
     * @param before a copy of it, all of which was on the disk when the recording began
     * @param from the moment of that copy
     */
    public DiskAfterPowerLoss(Recording recording, Path root, Path before, int from) {
        this.root = root;
        this.before = before;
        for (Path path : tree(before)) {
            String name = root.resolve(before.relativize(path).toString()).toString();
            long file = Files.isDirectory(path) ? DIRECTORY : files++;
            namesBefore.put(name, file);
            filesBefore.put(file, path.toString());
        }
        names = new TreeMap<>(namesBefore);
        recording.operations().stream()
                .filter(operation -> operation.begun() >= from)
                .forEach(this::take);
    }

    private void take(Operation operation) {
        if (operation instanceof Operation.Write write) {
            content(write, write.path());
        } else if (operation instanceof Operation.Resize resize) {
            content(resize, resize.path());
        } else if (operation instanceof Operation.Force force) {
            force(force);
        } else if (operation instanceof Operation.Create create) {
            if (isOurs(create.path()) && !names.containsKey(create.path())) {
                name(create, create.path(), create.directory() ? DIRECTORY : files++, Set.of(parent(create.path())));
            }
        } else if (operation instanceof Operation.Remove remove) {
            if (isOurs(remove.path())) {
                add(new Step(remove, DIRECTORY, Set.of(parent(remove.path()))));
                names.remove(remove.path());
            }
        } else if (operation instanceof Operation.Link link && isOurs(link.path())) {
            name(link, link.path(), fileOf(link.from()), Set.of(parent(link.path())));
        } else if (operation instanceof Operation.Rename rename && isOurs(rename.path())) {
            long file = fileOf(rename.from());
            names.remove(rename.from());
            Set<String> both = new HashSet<>(List.of(parent(rename.from())));
            both.add(parent(rename.path()));
            name(rename, rename.path(), file, both);
        }
    }

    private void add(Step step) {
        steps.add(step);
        unforced.add(step);
    }

    private void content(Operation operation, String path) {
        if (isOurs(path)) {
            add(new Step(operation, fileOf(path), Set.of(path)));
        }
    }

    private void name(Operation operation, String path, long file, Set<String> directories) {
        names.put(path, file);
        add(new Step(operation, file, directories));
    }

    /** A file may have got another name between the write and the force: the file counts, not the name. */
    private void force(Operation.Force force) {
        if (!isOurs(force.path())) {
            return;
        }
        long forced = fileOf(force.path());
        for (Step step : unforced) {
            boolean isContent = step.operation instanceof Operation.Write || step.operation instanceof Operation.Resize;
            if (step.operation.ended() >= force.begun()) {
                continue;
            }
            if (isContent && step.file == forced) {
                step.certain = force.ended();
            } else if (!isContent && forced == DIRECTORY) {
                step.forced(force.path(), force.ended());
            }
        }
        unforced.removeIf(step -> step.certain != NEVER);
    }

    private boolean isOurs(String path) {
        return path.startsWith(root + "/") || path.equals(root.toString());
    }

    private long fileOf(String path) {
        Long file = names.get(path);
        if (file == null) {
            throw new IllegalArgumentException(path + " was used and is not there");
        }
        return file;
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** Writes the state at a moment into a new directory, whose owner is that of the copy; gives what it had to do without. */
    public int rebuild(int moment, Luck luck, Path target) {
        Map<String, Long> left = new TreeMap<>(namesBefore);
        Map<Long, List<Step>> contents = new HashMap<>();
        Set<Step> uncertain = new HashSet<>();
        for (Step step : steps) {
            if (step.operation.begun() >= moment) {
                continue;
            }
            boolean certain = step.certain < moment;
            if (!certain) {
                uncertain.add(step);
            }
            if (step.operation instanceof Operation.Write || step.operation instanceof Operation.Resize) {
                contents.computeIfAbsent(step.file, any -> new ArrayList<>()).add(step);
            } else if (certain || luck.lands()) {
                rename(step, left);
            }
        }
        try {
            for (Map.Entry<String, Long> entry : left.entrySet()) {
                Path path =
                        target.resolve(root.relativize(Path.of(entry.getKey())).toString());
                if (entry.getValue() == DIRECTORY) {
                    Files.createDirectories(path);
                } else if (Files.isDirectory(path.getParent())) {
                    file(entry.getValue(), contents.getOrDefault(entry.getValue(), List.of()), uncertain, luck, path);
                }
                if (Files.exists(path)) {
                    Files.setOwner(path, Files.getOwner(before));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return uncertain.size();
    }

    private static void rename(Step step, Map<String, Long> left) {
        if (step.operation instanceof Operation.Create create) {
            left.put(create.path(), step.file);
        } else if (step.operation instanceof Operation.Link link) {
            left.put(link.path(), step.file);
        } else if (step.operation instanceof Operation.Remove remove) {
            left.remove(remove.path());
        } else if (step.operation instanceof Operation.Rename rename) {
            left.remove(rename.from());
            left.put(rename.path(), step.file);
        }
    }

    private void file(long number, List<Step> changes, Set<Step> uncertain, Luck luck, Path target) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            String source = filesBefore.get(number);
            if (source != null) {
                Sparse.copy(Path.of(source), file);
            }
            for (Step step : changes) {
                if (step.operation instanceof Operation.Write write) {
                    write(write, uncertain.contains(step), luck, file);
                } else if (step.operation instanceof Operation.Resize resize
                        && (!uncertain.contains(step) || luck.lands())
                        && (!resize.onlyGrown() || resize.length() > file.length())) {
                    file.setLength(resize.length());
                }
            }
        }
    }

    /** An uncertain write lands by sectors; its length, which the file system keeps elsewhere, may land without any of them. */
    private static void write(Operation.Write write, boolean uncertain, Luck luck, RandomAccessFile file)
            throws IOException {
        byte[] bytes = write.bytes();
        if (!uncertain) {
            file.seek(write.offset());
            file.write(bytes);
            return;
        }
        if (file.length() < write.offset() + bytes.length && luck.lands()) {
            file.setLength(write.offset() + bytes.length);
        }
        int begin = 0;
        while (begin < bytes.length) {
            int rest = luck.sector() - (int) ((write.offset() + begin) % luck.sector());
            int length = Math.min(rest, bytes.length - begin);
            if (luck.lands()) {
                file.seek(write.offset() + begin);
                file.write(bytes, begin, length);
            }
            begin += length;
        }
    }

    private static List<Path> tree(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
