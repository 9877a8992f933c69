// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

/** The database did not answer. Temporary: ask again later, and tell the client to come back. */
public final class AccountsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AccountsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
