// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** The command LOGIN with its two arguments as the client sent them. Never printed: it holds a password. */
final class LoginCommand extends AbstractImapRequest {

    private final String name;
    private final String password;

    LoginCommand(Tag tag, String name, String password) {
        super(tag, ImapConstants.LOGIN_COMMAND);
        this.name = name;
        this.password = password;
    }

    String name() {
        return name;
    }

    String password() {
        return password;
    }

    @Override
    public String toString() {
        return "LOGIN";
    }
}
