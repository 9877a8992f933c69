// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import java.util.Arrays;
import java.util.List;

/** What is measured. */
enum Operation {
    DELIVER("delivery of 5 kB"),
    SELECT("SELECT but for the UIDs"),
    STORE("STORE of one message"),
    FETCH("FETCH FLAGS of one message"),
    EXPUNGE("EXPUNGE of one message"),
    STATUS("STATUS"),
    UNSEEN("SEARCH UNSEEN, 20 found"),
    UIDS("reading the UIDs", true),
    FETCH_ALL("FETCH 1:* (FLAGS)", true),
    SUBJECT("SEARCH SUBJECT, 1 in 64 found", true);

    private final String label;
    private final boolean readsAll;

    Operation(String label) {
        this(label, false);
    }

    Operation(String label, boolean readsAll) {
        this.label = label;
        this.readsAll = readsAll;
    }

    /** What a reader calls it. */
    String label() {
        return label;
    }

    /** Whether it must read something of every message. */
    boolean readsAll() {
        return readsAll;
    }

    static List<Operation> all(boolean readingAll) {
        return Arrays.stream(values())
                .filter(operation -> operation.readsAll == readingAll)
                .toList();
    }
}
