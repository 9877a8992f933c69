// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.bodies.sql;

import java.util.List;

/**
 * A way to keep bodies.
 *
 * @param place where the body lies
 * @param chunk bytes in a row, for rows
 * @param deflate whether it is deflated first
 * @param rowFormat InnoDB's row format of the table of bodies
 */
record Variant(Place place, int chunk, boolean deflate, String rowFormat) {

    enum Place {
        ROWS,
        WITH_HEADER,
        FILES
    }

    private static final int KB = 1024;

    /** All that make a difference for messages of a size. */
    static List<Variant> forSize(int size) {
        Variant rows = new Variant(Place.ROWS, 512 * KB, false, "DYNAMIC");
        Variant deflated = new Variant(Place.ROWS, 512 * KB, true, "DYNAMIC");
        Variant compressed = new Variant(Place.ROWS, 512 * KB, false, "COMPRESSED");
        Variant files = new Variant(Place.FILES, 0, false, "DYNAMIC");
        Variant deflatedFiles = new Variant(Place.FILES, 0, true, "DYNAMIC");
        if (size <= 512 * KB) {
            Variant inline = new Variant(Place.WITH_HEADER, 0, false, "DYNAMIC");
            return List.of(rows, files, deflated, deflatedFiles, compressed, inline);
        }
        Variant small = new Variant(Place.ROWS, 64 * KB, false, "DYNAMIC");
        Variant big = new Variant(Place.ROWS, 1024 * KB, false, "DYNAMIC");
        return List.of(rows, files, small, big, deflated, deflatedFiles, compressed);
    }

    String label() {
        String chunks = place == Place.ROWS ? "_" + chunk / KB + "k" : "";
        String format = rowFormat.equals("DYNAMIC") ? "" : "_" + rowFormat;
        return (place + chunks + format + (deflate ? "_deflate" : "")).toLowerCase(java.util.Locale.ROOT);
    }

    String table(String name) {
        return "bench_" + label() + "_" + name;
    }
}
