// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest {
    @TempDir
    Path directory;

    private Path spool() {
        return directory.resolve("spool");
    }

    @Test
    void aSecondJournalOfTheSameProcessIsRefused() throws Exception {
        try (DiskStorage first = DiskStorage.open(spool())) {
            assertThat(first.describe()).isEqualTo(spool().toString());
            assertThatThrownBy(() -> DiskStorage.open(spool()))
                    .isInstanceOf(SpoolInUseException.class)
                    .hasMessageContaining(spool().toString())
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        DiskStorage.open(spool()).close();
    }

    @Test
    void asLongAsAnotherProcessHasItTheSpoolIsRefused() throws Exception {
        Process other = ChildJvm.start(LockHolder.class, "-Xmx32m", spool().toString());
        try (BufferedReader output = other.inputReader()) {
            assertThat(output.readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> DiskStorage.open(spool()))
                    .isInstanceOf(SpoolInUseException.class)
                    .hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        DiskStorage.open(spool()).close();
    }

    @Test
    void whoIsPatientGetsTheSpoolWhenTheOtherIsDone() throws Exception {
        DiskStorage other = DiskStorage.open(spool());
        CompletableFuture<DiskStorage> patient = CompletableFuture.supplyAsync(() -> open(Duration.ofMinutes(1)));
        assertThatThrownBy(() -> patient.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        other.close();

        patient.get(1, TimeUnit.MINUTES).close();
    }

    @Test
    void patienceHasAnEnd() throws Exception {
        try (DiskStorage other = DiskStorage.open(spool())) {
            assertThatThrownBy(() -> DiskStorage.open(spool(), Duration.ofMillis(100)))
                    .isInstanceOf(SpoolInUseException.class)
                    .hasMessageContaining(other.describe());
        }
    }

    private DiskStorage open(Duration patience) {
        try {
            return DiskStorage.open(spool(), patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds a spool until it is killed. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            DiskStorage held = DiskStorage.open(Path.of(arguments[0]));
            ChildJvm.say("locked");
            int end = System.in.read();
            ChildJvm.say("end " + end + " " + held.describe());
        }
    }

    @Test
    void nobodyElseCanReadWhatIsWritten() throws Exception {
        try (Journal journal = Journal.open(DiskStorage.open(spool()), Samples.SMALL)) {
            Samples.add(journal, 1, 3000);
        }
        DiskStorage storage = DiskStorage.open(spool());
        new Aside(storage).write(1, Optional.empty(), List.of());
        storage.close();
        TreeSet<String> modes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(spool())) {
            files.forEach(file -> modes.add((Files.isDirectory(file) ? "d " : "f ") + mode(file)));
        }
        assertThat(modes).containsExactly("d rwx------", "f rw-------");
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesAreListedWithoutTheLockAndWithoutDirectories() throws Exception {
        try (DiskStorage storage = DiskStorage.open(spool())) {
            storage.create("a").close();
            storage.aside().create("b").close();
            assertThat(storage.list()).containsExactly("a");
            assertThat(storage.aside().list()).containsExactly("b");
            assertThatThrownBy(() -> storage.create("a")).isInstanceOf(IOException.class);
            storage.delete("a");
            storage.forceDirectory();
            assertThat(storage.list()).isEmpty();
            assertThat(storage.usableBytes()).isPositive();
        }
    }
}
