// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import javax.mail.MessagingException;

/** The spool does not take what a script sends; unchecked, for it passes through the interpreter. */
final class SpoolRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SpoolRefusal(MessagingException cause) {
        super(cause);
    }
}
