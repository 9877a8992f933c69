// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

/** The mailbox store's counters and detached accounts, over JMX. Answers are JSON objects. */
public interface MailboxesMXBean {

    /** The name under which the server registers it. */
    String NAME = "org.posthorn:type=mailboxes";

    /** Counts everybody's mail and puts the figures right; the answer is that of {@link #recount(String)}. */
    String recountAll();

    /**
     * Counts one account's mail: {@code accounts} that were counted, and {@code repaired}, a list of those with wrong
     * figures, each with {@code user}, {@code folders}, {@code bytesBefore}, {@code bytes}, {@code messagesBefore} and
     * {@code messages}.
     */
    String recount(String user);

    /** Counts everybody's mail and writes usage to PostfixAdmin's {@code quota2} from now on; the same answer. */
    String adopt();

    /** Detached accounts, each with {@code id}, {@code user}, {@code detached}, {@code folders}, {@code messages}, {@code bytes}. */
    String[] orphans();

    /** Gives the mail of a detached account to a user. */
    void attach(long id, String user);

    /** Deletes the mail of a detached account for good. */
    void purge(long id);
}
