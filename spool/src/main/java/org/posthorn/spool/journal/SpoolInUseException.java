// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;

/** Another process, or another journal of this one, works in the directory. */
public final class SpoolInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    public SpoolInUseException(String message) {
        super(message);
    }
}
