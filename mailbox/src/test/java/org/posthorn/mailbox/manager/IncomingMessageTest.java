// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class IncomingMessageTest {

    @Test
    void aMessageUpToTheLimitTouchesNoDisk() throws Exception {
        List<Path> before = files();
        byte[] bytes = TestMail.long8bit(IncomingMessage.MEMORY_LIMIT - 100);
        try (IncomingMessage message = IncomingMessage.read(new ByteArrayInputStream(bytes))) {
            assertThat(files()).isEqualTo(before);
            assertThat(message.open().readAllBytes()).isEqualTo(bytes);
            assertThat(message.size()).isEqualTo(bytes.length);
        }
    }

    @Test
    void aLongerOneIsInAFileThatItsOwnerAloneMayReadUntilItIsClosed() throws Exception {
        List<Path> before = files();
        byte[] bytes = TestMail.long8bit(2 * IncomingMessage.MEMORY_LIMIT);
        try (IncomingMessage message = IncomingMessage.read(new ByteArrayInputStream(bytes))) {
            Path file = files().stream()
                    .filter(path -> !before.contains(path))
                    .findAny()
                    .orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(message.open().readAllBytes()).isEqualTo(bytes);
            assertThat(message.open().readAllBytes()).isEqualTo(bytes);
            assertThat(message.size()).isEqualTo(bytes.length);
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aStreamThatBreaksLeavesNoFile() throws Exception {
        List<Path> before = files();
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream(TestMail.long8bit(2 * IncomingMessage.MEMORY_LIMIT)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the client has gone");
                    }
                });

        assertThatThrownBy(() -> IncomingMessage.read(broken)).hasMessage("the client has gone");
        assertThat(files()).isEqualTo(before);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("posthorn-")
                            && path.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
    }
}
