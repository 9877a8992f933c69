// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

/** The outcome of a login. */
public sealed interface Authentication {

    /**
     * The password is right and the account may use the service.
     *
     * @param admission the account as it was at that moment
     */
    record Accepted(Admission admission) implements Authentication {

        /** The user's name as the database has it, in lower case. */
        public String username() {
            return admission.username();
        }
    }

    /**
     * No login. The reason goes to the log; the client is told the same thing in every case.
     *
     * @param reason a word for the log, such as {@code wrong-password}
     */
    record Refused(String reason) implements Authentication {}
}
