// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Copies files whose zeros take no space. */
final class Sparse {

    private static final byte[] ZEROS = new byte[64 * 1024];

    private Sparse() {}

    /** Copies a file into an empty one. */
    static void copy(Path from, RandomAccessFile to) throws IOException {
        long position = 0;
        try (InputStream stream = Files.newInputStream(from)) {
            byte[] block = stream.readNBytes(ZEROS.length);
            while (block.length > 0) {
                if (!Arrays.equals(block, 0, block.length, ZEROS, 0, block.length)) {
                    to.seek(position);
                    to.write(block);
                }
                position += block.length;
                block = stream.readNBytes(ZEROS.length);
            }
        }
        to.setLength(position);
    }
}
