// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imapserver.netty.NettyImapRequestLineReader;

/**
 * James's reader of a command, which takes as a folder's name only what this server would write itself (RFC 3501 section
 * 5.1.3). James makes some name of every sequence of octets: a client that encodes wrongly would get a folder that it
 * never asked for and cannot find in the list.
 */
final class StrictLineReader extends NettyImapRequestLineReader {

    /** Never a part of anything else; the library takes it for another character where it follows an encoded one. */
    private static final Pattern AMPERSAND = Pattern.compile("&-");

    private static final boolean CONTINUATION_SENT = true;
    private static final int NO_LIMIT = 0;
    private static final HumanReadableText NO_UTF7 =
            new HumanReadableText("org.posthorn.imap.utf7", "failed. The mailbox name is not valid modified UTF-7.");

    StrictLineReader(Channel channel, ByteBuf command) {
        super(channel, command, CONTINUATION_SENT, NO_LIMIT);
    }

    @Override
    public String mailbox() throws DecodingException {
        List<String> names = new ArrayList<>();
        for (String written : AMPERSAND.split(mailboxUTF7(), -1)) {
            String name = decoded(written);
            if (!ModifiedUtf7.encodeModifiedUTF7(name).equals(written)) {
                throw new DecodingException(NO_UTF7, "The name is not the encoding of any name");
            }
            names.add(name);
        }
        return String.join("&", names);
    }

    private static String decoded(String written) throws DecodingException {
        try {
            return ModifiedUtf7.decodeModifiedUTF7(written);
        } catch (RuntimeException | Error e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            throw new DecodingException(NO_UTF7, "The name cannot be decoded", e);
        }
    }
}
