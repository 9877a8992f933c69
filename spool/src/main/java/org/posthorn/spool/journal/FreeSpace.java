// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;

/** Refuses new items when the disk has little space left: the rest is for bringing out what is there. */
record FreeSpace(SpoolStorage storage, long reserve) {

    boolean isScarce() throws IOException {
        return storage.usableBytes() < reserve;
    }

    void check() throws IOException {
        long usable = storage.usableBytes();
        if (usable < reserve) {
            throw new SpoolFullException("the spool " + storage.describe() + " takes no new mail: " + usable
                    + " bytes free, " + reserve + " are kept");
        }
    }
}
