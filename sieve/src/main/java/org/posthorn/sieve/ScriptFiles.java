// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.james.core.Username;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.apache.james.sieverepository.file.SieveFileRepository;

/**
 * Users' scripts in files, a directory for each user, as James lays them out; but a file that is there and cannot be opened
 * is a failure, where James says that there is no script.
 */
public final class ScriptFiles extends SieveFileRepository {

    private static final String ACTIVE = ".active";

    public ScriptFiles(FileSystem files) throws IOException {
        super(files);
    }

    @Override
    public InputStream getActive(Username user) throws ScriptNotFoundException, StorageException {
        try {
            return Files.newInputStream(getActiveFile(user).toPath());
        } catch (NoSuchFileException e) {
            throw new ScriptNotFoundException(e);
        } catch (IOException e) {
            throw unreadable(user, e);
        }
    }

    @Override
    protected File getActiveFile(Username user) throws ScriptNotFoundException, StorageException {
        Path directory = getUserDirectoryFile(user).toPath();
        String name = activeName(user, directory);
        if (name.isBlank()) {
            throw new ScriptNotFoundException("the name of the active script of " + user.asString() + " is empty");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw unreadable(user, new IOException("its name leads elsewhere"));
        }
        return directory.resolve(name).toFile();
    }

    private static String activeName(Username user, Path directory) throws ScriptNotFoundException, StorageException {
        try {
            return Files.readString(directory.resolve(ACTIVE));
        } catch (NoSuchFileException e) {
            throw new ScriptNotFoundException("there is no active script of " + user.asString(), e);
        } catch (IOException e) {
            throw unreadable(user, e);
        }
    }

    private static StorageException unreadable(Username user, IOException cause) {
        return new StorageException("the active script of " + user.asString() + " cannot be read", cause);
    }
}
