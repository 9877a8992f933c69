// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.login;

/** What a login came to. */
public sealed interface LoginResult {

    /**
     * The user may go in.
     *
     * @param username his name as the database has it
     */
    record Accepted(String username) implements LoginResult {}

    /** Permanent. The client is told no more than that, after {@link MailLogin#REFUSAL_DELAY}. */
    record Refused() implements LoginResult {}

    /** Temporary: the database does not answer. Told at once. */
    record Unavailable() implements LoginResult {}
}
