// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import org.posthorn.postfixadmin.LogText;

/**
 * A change that the panel would refuse as well: a limit, an address that is taken, a name that is none. Permanent, and
 * nothing was written; the message is one line that may be shown to whoever asked for the change.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(LogText.of(message));
    }
}
