// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

/** The service a user logs in to; some accounts may read mail but not send it. */
public enum Service {
    SMTP,
    IMAP,
    POP3,
    SIEVE
}
