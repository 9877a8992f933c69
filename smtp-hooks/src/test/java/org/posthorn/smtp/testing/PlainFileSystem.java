// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.testing;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import org.apache.james.filesystem.api.FileSystem;

/** Knows absolute {@code file:///} addresses only. */
final class PlainFileSystem implements FileSystem {

    @Override
    public InputStream getResource(String url) throws FileNotFoundException {
        return new FileInputStream(getFile(url));
    }

    @Override
    public File getFile(String url) {
        return new File(url.substring(FILE_PROTOCOL.length()));
    }

    @Override
    public File getBasedir() {
        return new File("/");
    }
}
