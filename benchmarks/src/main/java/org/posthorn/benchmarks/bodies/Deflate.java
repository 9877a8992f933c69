// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.bodies;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Deflate at level 1, the cheapest, whole bodies at once. */
public final class Deflate {

    private Deflate() {}

    /** Deflates. */
    public static byte[] compress(byte[] data) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(data);
            deflater.finish();
            byte[] out = new byte[data.length + data.length / 1000 + 64];
            int length = deflater.deflate(out);
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    /** Inflates to exactly {@code size} bytes. */
    public static byte[] expand(byte[] data, int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data);
            byte[] out = new byte[size];
            int length = 0;
            while (length < size && !inflater.finished()) {
                length += inflater.inflate(out, length, size - length);
            }
            if (length != size) {
                throw new IllegalStateException("body of " + length + " bytes where " + size + " were written");
            }
            return out;
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
    }
}
