// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

/**
 * What an account was like when it let somebody in; by this a session's account is told from another one of the same name.
 *
 * @param username the user's name as the database has it, in lower case
 * @param created when the account was created, as the database has it; empty if it does not tell
 * @param password stands for the stored password that was right, and says nothing about it
 */
public record Admission(String username, String created, String password) {

    @Override
    public String toString() {
        return "Admission[" + username + ", " + created + "]";
    }
}
