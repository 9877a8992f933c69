// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** Reads LOGIN. The name stays text: whether it can be anybody's is for the login to say, with NO and not with BAD. */
public final class LoginCommandReader extends AbstractImapCommandParser {

    @Inject
    public LoginCommandReader(StatusResponseFactory responses) {
        super(ImapConstants.LOGIN_COMMAND, responses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String name = request.astring(UTF_8);
        String password = request.astring(UTF_8);
        request.eol();
        return new LoginCommand(tag, name, password);
    }
}
