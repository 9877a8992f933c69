// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.commons.io.input.UnsynchronizedByteArrayInputStream;
import org.apache.james.server.core.MailHeaders;
import org.apache.james.server.core.MimeMessageWrapper;
import org.posthorn.spool.journal.Body;

/**
 * A message in the journal that gives its bytes out as they came. James's own wrapper writes the header by way of
 * US-ASCII, which makes every byte from 128 on a question mark, and does so also for a message that was only looked at.
 *
 * <p>When only header lines were changed, the others and the content stay as they are: nothing is computed anew from
 * the content, not even by {@link #writeTo(OutputStream)}.
 */
final class SpooledMessage extends MimeMessageWrapper {
    private final SpooledBody original;

    SpooledMessage(SpooledBody original) {
        super(original);
        this.original = original;
    }

    /** The body in the journal, as long as this message is the same. */
    Optional<Body> unmodifiedBody() {
        return isModified() ? Optional.empty() : Optional.of(original.body());
    }

    @Override
    public void writeTo(OutputStream headerOs, OutputStream bodyOs, String[] ignoreList, boolean preLoad)
            throws IOException, MessagingException {
        if (isBodyModified()) {
            writeChanged(headerOs, bodyOs, ignoreList, preLoad);
            return;
        }
        try (InputStream message = original.getInputStream()) {
            if (!isModified() && headerOs == bodyOs && ignoreList.length == 0) {
                message.transferTo(bodyOs);
                return;
            }
            InputStream rest = behindHeader(message);
            headerOs.write(HeaderBytes.of(getNonMatchingHeaderLines(ignoreList)));
            rest.transferTo(bodyOs);
        }
    }

    /** The header comes first, and saving changes the header: so James saves before it writes the first byte. */
    private void writeChanged(OutputStream headerOs, OutputStream bodyOs, String[] ignoreList, boolean preLoad)
            throws IOException, MessagingException {
        try (HeaderFirst body = new HeaderFirst(this, headerOs, bodyOs, ignoreList)) {
            super.writeTo(OutputStream.nullOutputStream(), body, ignoreList, preLoad);
        }
    }

    @Override
    public InputStream getMessageInputStream() throws MessagingException {
        if (isBodyModified()) {
            return MessageBytes.inMemory(this);
        }
        InputStream message = original.getInputStream();
        if (!isModified()) {
            return message;
        }
        return new SequenceInputStream(
                new UnsynchronizedByteArrayInputStream(HeaderBytes.of(getAllHeaderLines())), behindHeader(message));
    }

    /** A lone CR makes the reader of headers look one byte ahead; it gives the byte back if the stream allows. */
    private static InputStream behindHeader(InputStream message) throws MessagingException {
        PushbackInputStream rest = new PushbackInputStream(message, 2);
        MailHeaders skipped = new MailHeaders(rest);
        skipped.removeHeader("");
        return rest;
    }
}
