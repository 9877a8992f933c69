// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool;

/** A spool as far as the trial needs one. */
public interface TrialSpool extends AutoCloseable {

    /** What is done with a mail that was taken; when it returns the mail is done with. */
    interface Consumer {
        /** Gets the mail's number and its bytes. */
        void take(int number, byte[] message);
    }

    /** Takes a mail in; when it returns, 250 would be said. Called by several threads. */
    void put(int number, byte[] message) throws Exception;

    /** Starts to hand mails out, ten at once, until the spool is closed. */
    void consume(Consumer consumer) throws Exception;
}
