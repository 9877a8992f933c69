// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap.quota;

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
import org.apache.james.imap.message.request.GetQuotaRequest;

/** Reads GETQUOTA, whose root may be a quoted string or a literal; James takes an atom only. */
public final class GetQuotaReader extends AbstractImapCommandParser {

    @Inject
    public GetQuotaReader(StatusResponseFactory responses) {
        super(ImapConstants.GETQUOTA_COMMAND, responses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String root = request.astring(UTF_8);
        request.eol();
        return new GetQuotaRequest(tag, root);
    }
}
