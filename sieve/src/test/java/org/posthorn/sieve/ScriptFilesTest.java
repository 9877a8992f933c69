// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.james.core.Username;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFilesTest {

    private static final Username ALICE = Username.of("alice@example.test");
    private static final ScriptName FILTER = new ScriptName("filter");

    @TempDir
    Path directory;

    private SieveRepository scripts;

    @BeforeEach
    void activate() throws Exception {
        scripts = TemporaryRepository.in(directory);
        scripts.putScript(ALICE, FILTER, new ScriptContent("keep;"));
        scripts.setActive(ALICE, FILTER);
    }

    @Test
    void theActiveScriptIsRead() throws Exception {
        try (InputStream script = scripts.getActive(ALICE)) {
            assertThat(script.readAllBytes()).asString().isEqualTo("keep;");
        }
        assertThat(scripts.getActivationDateForActiveScript(ALICE)).isNotNull();
    }

    @Test
    void whoHasNoneHasNone() throws Exception {
        scripts.setActive(ALICE, SieveRepository.NO_SCRIPT_NAME);

        assertThatThrownBy(() -> scripts.getActive(ALICE)).isInstanceOf(ScriptNotFoundException.class);
        assertThatThrownBy(() -> scripts.getActive(Username.of("bob@example.test")))
                .isInstanceOf(ScriptNotFoundException.class);
        assertThat(directory.resolve("sieve/bob@example.test")).doesNotExist();
    }

    @Test
    void aScriptThatSomebodyDeletedIsNone() throws Exception {
        Files.delete(file("filter"));

        assertThatThrownBy(() -> scripts.getActive(ALICE)).isInstanceOf(ScriptNotFoundException.class);
    }

    @Test
    void anEmptyNameIsNoneAndCanBeSetAgain() throws Exception {
        Files.writeString(file(".active"), "");

        assertThatThrownBy(() -> scripts.getActive(ALICE)).isInstanceOf(ScriptNotFoundException.class);
        scripts.setActive(ALICE, FILTER);
        scripts.getActive(ALICE).close();
    }

    /** A directory in a file's place cannot be read by anybody, root neither. */
    @ParameterizedTest
    @ValueSource(strings = {".active", "filter"})
    void aFileThatIsThereAndCannotBeReadIsAFailure(String name) throws Exception {
        Files.delete(file(name));
        Files.createDirectory(file(name));

        assertThatThrownBy(this::read)
                .isInstanceOfAny(StorageException.class, IOException.class)
                .isNotInstanceOf(ScriptNotFoundException.class);
    }

    @Test
    void aFileThatCannotBeOpenedIsAFailure() throws Exception {
        Files.delete(file("filter"));
        Files.createSymbolicLink(file("filter"), Path.of("filter"));

        assertThatThrownBy(this::read).isInstanceOf(StorageException.class);
    }

    @Test
    void aNameThatLeadsElsewhereIsAFailure() throws Exception {
        Files.writeString(file(".active"), "../bob@example.test/filter");

        assertThatThrownBy(this::read).isInstanceOf(StorageException.class);
    }

    private void read() throws Exception {
        try (InputStream script = scripts.getActive(ALICE)) {
            script.readAllBytes();
        }
    }

    private Path file(String name) {
        return directory.resolve("sieve").resolve(ALICE.asString()).resolve(name);
    }
}
