// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path home;

    @Test
    void tokenIsStrongAndStays() throws IOException {
        String token = secrets().webAdminToken();

        assertThat(token).hasSizeGreaterThanOrEqualTo(43).matches("[A-Za-z0-9_-]+");
        assertThat(secrets().webAdminToken()).isEqualTo(token);
    }

    @Test
    void jmxFilesNameUserPasswordAndRights() throws IOException {
        secrets().jmx();

        assertThat(Files.readString(home.resolve("secrets/jmxremote.password")))
                .matches("james-admin [A-Za-z0-9_-]{43}\n");
        assertThat(home.resolve("secrets/jmxremote.access")).hasContent("james-admin readwrite\n");
    }

    @Test
    void nobodyElseMayReadThem() throws IOException {
        secrets().jmx();
        secrets().webAdminToken();

        assertThat(Files.getPosixFilePermissions(home.resolve("secrets")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(home.resolve("secrets"))) {
            assertThat(files).hasSize(3).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void administratorsOwnTokenIsKept() throws IOException {
        Files.createDirectory(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/webadmin.token"), "my-own-token\n");

        assertThat(secrets().webAdminToken()).isEqualTo("my-own-token");
        assertThat(Files.getPosixFilePermissions(home.resolve("secrets/webadmin.token")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private Secrets secrets() throws IOException {
        return Secrets.in(home.resolve("secrets"));
    }
}
