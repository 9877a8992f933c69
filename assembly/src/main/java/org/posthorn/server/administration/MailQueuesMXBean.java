// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

/**
 * The mails in all queues, over JMX. A mail is a JSON object with the fields {@code id}, {@code mail}, {@code queue},
 * {@code processor}, {@code state} ({@code active}, {@code held}, {@code due} or {@code waiting}), {@code size}, {@code
 * sender}, {@code recipients}, {@code queued}, {@code next}, {@code failures} and {@code error}.
 */
public interface MailQueuesMXBean {

    /** The name under which the server registers it. */
    String NAME = "org.posthorn:type=queues";

    /** All mails, in the order in which they came. */
    String[] list();

    /** One mail, or nothing. */
    String[] show(String id);

    /** Keeps a mail until it is released; false when there is none. */
    boolean hold(String id);

    /** Ends a hold; false when there is no such mail. */
    boolean release(String id);

    /** Makes a mail due at once, and ends a hold; false when there is none. */
    boolean retry(String id);

    /** Makes all mails due that wait for their time, but for held ones; says how many. */
    int retryAll();

    /** Deletes a mail for good; false when there is none, or it is being worked on. */
    boolean delete(String id);
}
