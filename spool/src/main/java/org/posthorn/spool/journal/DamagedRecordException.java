// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.journal;

import java.io.IOException;

/** What was written and forced once cannot be read back as it was. */
public final class DamagedRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedRecordException(String message) {
        super(message);
    }
}
