// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import org.apache.james.mailbox.MailboxSession;
import org.posthorn.postfixadmin.session.OpenSession;

/** James's sessions of users who are logged in, which end with the account that let them in. */
public final class MailboxSessions {

    private MailboxSessions() {}

    /** To be called before the session is used. */
    public static void bind(MailboxSession session, OpenSession open) {
        session.getAttributes().put(OpenSession.class, open);
    }

    /**
     * Keeps a session off the store whose name is another account's by now, while its connection is being closed.
     *
     * @throws IllegalStateException if the session is over
     */
    public static void check(MailboxSession session) {
        if (session.getAttributes().get(OpenSession.class) instanceof OpenSession open && open.isOver()) {
            throw new IllegalStateException("the session is over: its account lets the user in no more");
        }
    }
}
