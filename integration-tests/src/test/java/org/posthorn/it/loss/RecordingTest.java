// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.it.loss.Operation.Create;
import org.posthorn.it.loss.Operation.Force;
import org.posthorn.it.loss.Operation.Link;
import org.posthorn.it.loss.Operation.Remove;
import org.posthorn.it.loss.Operation.Rename;
import org.posthorn.it.loss.Operation.Resize;
import org.posthorn.it.loss.Operation.Write;

class RecordingTest {

    @TempDir
    private Path directory;

    private Recording read(String... calls) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < calls.length; i++) {
            String[] threadAndCall = calls[i].split(": ", 2);
            text.append(threadAndCall[0])
                    .append(" 1795484673.00000")
                    .append(i)
                    .append(' ')
                    .append(threadAndCall[1])
                    .append('\n');
        }
        Path trace = Files.writeString(directory.resolve("trace"), text, StandardCharsets.ISO_8859_1);
        return Recording.read(trace, List.of(Path.of("/d")), Path.of("/d"), "queued as", "result=stored");
    }

    private static String text(Operation operation) {
        return new String(((Write) operation).bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyEscapeOfStraceIsTheByteItStandsFor() throws IOException {
        Recording recording = read(
                "7: pwrite64(5</d/a>, \"a\\0\\0011\\12\\312\\257\\n\\t\\r\\v\\f\\\"\\\\\\x7f\\377\", 16, 4096) = 16");

        Write write = (Write) recording.operations().get(0);
        assertThat(text(write)).isEqualTo("a\0\0011\n\312\257\n\t\r\u000b\f\"\\\177\377");
        assertThat(write.offset()).isEqualTo(4096);
    }

    @Test
    void aWriteGoesWhereTheDescriptorStands() throws IOException {
        Recording recording = read(
                "7: openat(AT_FDCWD</x>, \"/d/a\", O_RDWR|O_CREAT, 0600) = 5</d/a>",
                "7: write(5</d/a>, \"abc\", 3) = 3",
                "7: write(5</d/a>, \"def\", 3) = 2",
                "7: lseek(6</d/a>, 100, SEEK_SET) = 100",
                "7: write(5</d/a>, \"g\", 1) = 1",
                "7: lseek(5</d/a>, 0, SEEK_END) = 50",
                "7: write(5</d/a>, \"h\", 1) = 1");

        assertThat(recording.operations().get(0)).isEqualTo(new Create(0, 0, "/d/a", false));
        assertThat(recording.operations().stream()
                        .filter(Write.class::isInstance)
                        .map(one -> ((Write) one).offset() + text(one)))
                .containsExactly("0abc", "3de", "5g", "50h");
    }

    @Test
    void aCallThatOthersInterruptedLastsFromItsBeginningToItsEnd() throws IOException {
        Recording recording = read(
                "7: pwrite64(5</d/a>, \"a\", 1, 0 <unfinished ...>",
                "8: fdatasync(5</d/a> <unfinished ...>",
                "7: <... pwrite64 resumed>) = 1",
                "8: <... fdatasync resumed>) = 0",
                "9: fsync(5</d/a> <unfinished ...>");

        assertThat(recording.operations().get(0))
                .extracting(Operation::begun, Operation::ended)
                .containsExactly(0, 2);
        assertThat(recording.operations().subList(1, 2)).containsExactly(new Force(1, 3, "/d/a"));
        assertThat(recording.operations()).hasSize(2);
        assertThat(recording.end()).isEqualTo(5);
    }

    @Test
    void namesAreThoseOfTheDirectoryTheyWereGivenIn() throws IOException {
        Recording recording = read(
                "7: mkdir(\"/d/m\", 0700) = 0",
                "7: rename(\"./a\", \"/d/m/a\") = 0",
                "7: linkat(5</d/m>, \"a\", AT_FDCWD</d>, \"b\", 0) = 0",
                "7: unlinkat(AT_FDCWD</d>, \"m/a\", 0) = 0",
                "7: unlink(\"/elsewhere/a\") = 0",
                "7: unlink(\"/d/never\") = -1 ENOENT (No such file or directory)");

        assertThat(recording.operations())
                .containsExactly(
                        new Create(0, 0, "/d/m", true),
                        new Rename(1, 1, "/d/a", "/d/m/a"),
                        new Link(2, 2, "/d/m/a", "/d/b"),
                        new Remove(3, 3, "/d/m/a"));
    }

    @Test
    void lengthsAreCutAndGrown() throws IOException {
        assertThat(read(
                                "7: ftruncate(5</d/a>, 10) = 0",
                                "7: fallocate(5</d/a>, 0, 10, 20) = 0",
                                "7: openat(AT_FDCWD</x>, \"/d/b\", O_WRONLY|O_TRUNC) = 6</d/b>")
                        .operations())
                .containsExactly(
                        new Resize(0, 0, "/d/a", 10, false),
                        new Resize(1, 1, "/d/a", 30, true),
                        new Resize(2, 2, "/d/b", 0, false));
    }

    @Test
    void asynchronousWritesAreSeenAndReadsAreNot() throws IOException {
        Recording recording = read(
                "7: io_submit(0x7f95, 3, [{aio_data=0, aio_lio_opcode=IOCB_CMD_PWRITE, aio_fildes=60</d/a>, "
                        + "aio_buf=\"aio_offset=\\0\"..., aio_nbytes=12, aio_offset=16384}, ".replace("...", "")
                        + "{aio_data=0, aio_lio_opcode=IOCB_CMD_PREAD, aio_fildes=60</d/a>, aio_buf=0x7f00, aio_nbytes=16384, aio_offset=0}, "
                        + "{aio_data=0, aio_lio_opcode=IOCB_CMD_PWRITE, aio_fildes=61</d/b>, aio_buf=\"b\", aio_nbytes=1, aio_offset=32768}]) = 3");

        assertThat(recording.operations()).hasSize(2);
        assertThat(text(recording.operations().get(0))).isEqualTo("aio_offset=\0");
        assertThat(((Write) recording.operations().get(0)).offset()).isEqualTo(16384);
        assertThat(((Write) recording.operations().get(1)).path()).isEqualTo("/d/b");
        assertThat(((Write) recording.operations().get(1)).offset()).isEqualTo(32768);
    }

    @Test
    void theWordsThatWereAskedForAreKeptWithTheirMoments() throws IOException {
        Recording recording = read(
                "7: write(9<socket:[1]>, \"354 go on\\r\\n\", 11) = 11",
                "7: write(9<socket:[1]>, \"250 queued as x\\r\\n\", 17 <unfinished ...>",
                "8: sendto(9<socket:[1]>, \"no\", 2, 0, NULL, 0) = 2",
                "7: <... write resumed>) = 17");

        assertThat(recording.said()).containsExactly(new Recording.Said(1, "250 queued as x\r\n"));
        assertThat(recording.moment(Instant.parse("2026-11-24T01:44:33.000002Z")))
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeReplayedIsRefused() {
        assertThatThrownBy(() -> read("7: write(5</d/a>, \"a\", 1) = 1")).hasMessageContaining("not known where");
        assertThatThrownBy(() -> read("7: pwrite64(5</d/a>, \"a\"..., 100, 0) = 100"))
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> read("7: mmap(NULL, 9, PROT_READ|PROT_WRITE, MAP_SHARED, 5</d/a>, 0) = 0x7f"))
                .hasMessageContaining("in memory");
        assertThatThrownBy(() -> read("7: fallocate(5</d/a>, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0, 9) = 0"))
                .hasMessageContaining("cannot be replayed");
        assertThatThrownBy(() -> read("7: sendfile(5</d/a>, 6</x>, NULL, 9) = 9"))
                .hasMessageContaining("cannot be replayed");
        assertThatThrownBy(() -> read("7: rename(\"/x/a\", \"/d/a\") = 0")).hasMessageContaining("came or went");
    }

    @Test
    void theLastLineMayBeIncompleteAndNoOther() throws IOException {
        Path trace = Files.writeString(directory.resolve("trace"), "7 1795484673.000000 fsync(5</d/a>) = 0\n7 17954");

        assertThat(Recording.read(trace, List.of(Path.of("/d")), Path.of("/d")).operations())
                .hasSize(1);
        Files.writeString(trace, "\n7 1795484673.000000 fsync(5</d/a>) = 0\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Recording.read(trace, List.of(Path.of("/d")), Path.of("/d")))
                .hasMessageContaining("no line of strace");
    }

    @Test
    void filesWithoutANameDoNotMatter() throws IOException {
        assertThat(read("7: write(5</d/a>(deleted), \"a\", 1) = 1", "7: fsync(5</d/a (deleted)>) = 0")
                        .operations())
                .isEmpty();
    }
}
