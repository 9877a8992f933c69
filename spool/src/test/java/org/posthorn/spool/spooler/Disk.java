// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.SpoolFile;
import org.posthorn.spool.journal.SpoolStorage;

/** A disk that can be full. */
final class Disk {
    private volatile boolean full;

    void fill() {
        full = true;
    }

    void makeRoom() {
        full = false;
    }

    SpoolStorage below(Path directory) throws IOException {
        return wrap(SpoolStorage.class, DiskStorage.open(directory));
    }

    /** The same, whose files are this disk's. */
    private <T> T wrap(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (full && method.getName().equals("write")) {
                        throw new IOException("No space left on device");
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof SpoolFile file ? wrap(SpoolFile.class, file) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
