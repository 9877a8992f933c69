// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

import org.posthorn.postfixadmin.Admission;

/** What a login came to. */
public sealed interface LoginResult {

    /**
     * The user may go in.
     *
     * @param admission his account as it let him in
     */
    record Accepted(Admission admission) implements LoginResult {}

    /** Permanent. The client is told no more than that, after {@link MailLogin#REFUSAL_DELAY}. */
    record Refused() implements LoginResult {}

    /** Temporary: the database does not answer. Told at once. */
    record Unavailable() implements LoginResult {}
}
