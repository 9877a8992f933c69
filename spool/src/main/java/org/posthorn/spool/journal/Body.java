// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.util.ArrayList;
import java.util.List;

/** The bytes of a message in the journal, shared by every item that refers to them. Guarded by the journal's lock. */
public final class Body {
    private final long id;
    private final List<Location> parts = new ArrayList<>(1);
    private long size;
    private int references;

    Body(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    List<Location> parts() {
        return parts;
    }

    void add(Location part) {
        parts.add(part);
        size += part.length() - Records.HEADER - Records.BODY_HEAD;
    }

    /** Length of the message in bytes; constant once the item that brought the body is acknowledged. */
    public long size() {
        return size;
    }

    int references() {
        return references;
    }

    void refer(int more) {
        references += more;
    }
}
