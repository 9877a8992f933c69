// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

/**
 * A row of the table {@code mailbox}.
 *
 * @param username the full address, in lower case
 * @param quota limit in bytes; 0 means none, a negative number that nothing may be stored
 * @param active whether the mailbox and its domain are both switched on
 */
public record Mailbox(String username, long quota, boolean active) {}
