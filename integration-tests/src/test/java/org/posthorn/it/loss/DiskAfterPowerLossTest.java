// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.it.loss.DiskAfterPowerLoss.Luck;

/** Every call of these recordings is one line, so a moment is the number of calls that were made before the power went. */
class DiskAfterPowerLossTest {

    /** All that was begun reaches the disk. */
    private static final Luck ALL = luck(true);

    @TempDir
    private Path directory;

    private Path before;

    @BeforeEach
    void oneFileIsThere() throws IOException {
        before = Files.createDirectory(directory.resolve("before"));
        Files.writeString(before.resolve("old"), "0123456789");
    }

    private static Luck luck(boolean lands) {
        return new Luck() {
            @Override
            public boolean lands() {
                return lands;
            }

            @Override
            public int sector() {
                return 4;
            }
        };
    }

    private Map<String, String> left(int moment, Luck luck, String... calls) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String call : calls) {
            text.append("7 1795484673.000000 ").append(call).append('\n');
        }
        Path trace = Files.writeString(directory.resolve("trace"), text, StandardCharsets.ISO_8859_1);
        Recording recording = Recording.read(trace, List.of(Path.of("/d")), Path.of("/d"));
        Path target = directory.resolve("left");
        Recorder.delete(target);
        new DiskAfterPowerLoss(recording, Path.of("/d"), before, 0).rebuild(moment, luck, target);
        return content(target);
    }

    private static Map<String, String> content(Path target) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        target.relativize(file).toString(),
                        Files.readString(file).replace('\0', '-'));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return content;
    }

    @Test
    void aWriteIsThereFromTheEndOfItsForceOn() throws IOException {
        String[] calls = {"pwrite64(5</d/old>, \"ab\", 2, 3) = 2", "fdatasync(5</d/old>) = 0"};

        assertThat(left(1, Luck.NONE, calls)).containsEntry("old", "0123456789");
        assertThat(left(2, Luck.NONE, calls)).containsEntry("old", "012ab56789");
        assertThat(left(1, ALL, calls)).containsEntry("old", "012ab56789");
        assertThat(left(0, ALL, calls)).containsEntry("old", "0123456789");
    }

    @Test
    void aForceCoversOnlyWhatHadEndedWhenItBegan() throws IOException {
        Path trace = Files.writeString(
                directory.resolve("trace"),
                """
                7 1795484673.000000 pwrite64(5</d/old>, "ab", 2, 0 <unfinished ...>
                8 1795484673.000000 fdatasync(5</d/old> <unfinished ...>
                7 1795484673.000000 <... pwrite64 resumed>) = 2
                8 1795484673.000000 <... fdatasync resumed>) = 0
                """);
        Recording recording = Recording.read(trace, List.of(Path.of("/d")), Path.of("/d"));

        new DiskAfterPowerLoss(recording, Path.of("/d"), before, 0).rebuild(4, Luck.NONE, directory.resolve("left"));

        assertThat(content(directory.resolve("left"))).containsEntry("old", "0123456789");
    }

    @Test
    void aNewFileIsThereOnlyWhenItsDirectoryWasForced() throws IOException {
        String[] calls = {
            "openat(AT_FDCWD</x>, \"/d/new\", O_RDWR|O_CREAT, 0600) = 5</d/new>",
            "write(5</d/new>, \"abc\", 3) = 3",
            "fsync(5</d/new>) = 0",
            "fsync(6</d>) = 0"
        };

        assertThat(left(3, Luck.NONE, calls)).containsOnlyKeys("old");
        assertThat(left(4, Luck.NONE, calls)).containsEntry("new", "abc");
        assertThat(left(3, ALL, calls)).containsEntry("new", "abc");
    }

    @Test
    void aForcedNameDoesNotBringTheBytesOfItsFile() throws IOException {
        assertThat(left(
                        3,
                        Luck.NONE,
                        "openat(AT_FDCWD</x>, \"/d/new\", O_RDWR|O_CREAT, 0600) = 5</d/new>",
                        "write(5</d/new>, \"abc\", 3) = 3",
                        "fsync(6</d>) = 0"))
                .containsEntry("new", "");
    }

    @Test
    void aRenameReplacesTheOldFileOnlyWhenItWasForced() throws IOException {
        String[] calls = {
            "openat(AT_FDCWD</x>, \"/d/fresh\", O_RDWR|O_CREAT, 0600) = 5</d/fresh>",
            "write(5</d/fresh>, \"abc\", 3) = 3",
            "fsync(5</d/fresh>) = 0",
            "rename(\"/d/fresh\", \"/d/old\") = 0",
            "fsync(6</d>) = 0"
        };

        assertThat(left(4, Luck.NONE, calls)).isEqualTo(Map.of("old", "0123456789"));
        assertThat(left(5, Luck.NONE, calls)).isEqualTo(Map.of("old", "abc"));
        assertThat(left(4, ALL, calls)).isEqualTo(Map.of("old", "abc"));
    }

    @Test
    void aRenameToAnotherDirectoryNeedsTheForceOfBoth() throws IOException {
        String[] calls = {
            "mkdir(\"/d/sub\", 0700) = 0",
            "fsync(6</d>) = 0",
            "rename(\"/d/old\", \"/d/sub/old\") = 0",
            "fsync(7</d/sub>) = 0",
            "fsync(6</d>) = 0"
        };

        assertThat(left(4, Luck.NONE, calls)).containsOnlyKeys("old");
        assertThat(left(5, Luck.NONE, calls)).isEqualTo(Map.of("sub/old", "0123456789"));
    }

    @Test
    void whatWasInADirectoryThatIsLostIsLostWithIt() throws IOException {
        assertThat(left(
                        4,
                        Luck.NONE,
                        "mkdir(\"/d/sub\", 0700) = 0",
                        "openat(AT_FDCWD</x>, \"/d/sub/new\", O_RDWR|O_CREAT, 0600) = 5</d/sub/new>",
                        "fsync(5</d/sub/new>) = 0",
                        "fsync(7</d/sub>) = 0"))
                .containsOnlyKeys("old");
    }

    @Test
    void aDeletedFileComesBackUnlessItsDirectoryWasForced() throws IOException {
        String[] calls = {
            "pwrite64(5</d/old>, \"ab\", 2, 0) = 2",
            "fsync(5</d/old>) = 0",
            "unlink(\"/d/old\") = 0",
            "fsync(6</d>) = 0"
        };

        assertThat(left(3, Luck.NONE, calls)).containsEntry("old", "ab23456789");
        assertThat(left(4, Luck.NONE, calls)).isEmpty();
    }

    @Test
    void lengthsThatWereNotForcedAreTheOldOnes() throws IOException {
        String[] calls = {
            "ftruncate(5</d/old>, 4) = 0",
            "fallocate(5</d/old>, 0, 0, 6) = 0",
            "fallocate(5</d/old>, 0, 0, 2) = 0",
            "fsync(5</d/old>) = 0"
        };

        assertThat(left(3, Luck.NONE, calls)).containsEntry("old", "0123456789");
        assertThat(left(4, Luck.NONE, calls)).containsEntry("old", "0123--");
        assertThat(left(1, ALL, calls)).containsEntry("old", "0123");
    }

    /** The length first, then the sectors from 10 to 11, 12 to 15 and 16 to 17. */
    @Test
    void aWriteThatWasNotForcedMayLandInSomeOfItsSectors() throws IOException {
        boolean[] lands = {true, false, true, false};
        int[] asked = {0};
        Luck some = new Luck() {
            @Override
            public boolean lands() {
                return lands[asked[0]++];
            }

            @Override
            public int sector() {
                return 4;
            }
        };

        assertThat(left(1, some, "pwrite64(5</d/old>, \"abcdefgh\", 8, 10) = 8"))
                .containsEntry("old", "0123456789--cdef--");
    }

    @Test
    void filesOfZerosAreCopiedWithTheirLength() throws IOException {
        Files.write(before.resolve("zeros"), new byte[200_000]);

        assertThat(left(0, Luck.NONE).get("zeros")).hasSize(200_000);
    }
}
