// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.sieverepository.api.SieveRepository;

/** The scripts' repository in a directory of the test. */
public final class TemporaryRepository {

    private TemporaryRepository() {}

    public static SieveRepository in(Path directory) {
        try {
            return new ScriptFiles(new FileSystem() {
                @Override
                public InputStream getResource(String url) throws IOException {
                    throw new FileNotFoundException(url);
                }

                @Override
                public File getFile(String url) {
                    return directory
                            .resolve(url.substring(FileSystem.FILE_PROTOCOL.length()))
                            .toFile();
                }

                @Override
                public File getBasedir() {
                    return directory.toFile();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
