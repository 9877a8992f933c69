// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAccessTest {

    @TempDir
    private Path home;

    @Test
    void userAndPasswordComeFromTheServersSecrets() throws Exception {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/jmxremote.password"), "james-admin Geheim-11\n");

        ServerAccess access = ServerAccess.of(home, 9999);

        assertThat(access.user()).isEqualTo("james-admin");
        assertThat(access.password()).isEqualTo("Geheim-11");
        assertThat(access.toString()).doesNotContain("Geheim-11");
    }

    @Test
    void aDirectoryWhereNoServerHasRunIsAnsweredByTheWayToStartOne() {
        assertThatThrownBy(() -> ServerAccess.of(home, 9999))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("./posthorn up")
                .satisfies(refusal -> assertThat(((Refusal) refusal).exitCode()).isEqualTo(ExitCode.UNAVAILABLE));
    }

    @Test
    void aDamagedSecretIsNotUsed() throws Exception {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/jmxremote.password"), "james-admin");

        assertThatThrownBy(() -> ServerAccess.of(home, 9999)).isInstanceOf(Refusal.class);
    }
}
