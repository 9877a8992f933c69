// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.commons.io.input.UnsynchronizedByteArrayInputStream;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailHeaders;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.posthorn.spool.journal.Body;

/**
 * A message that gives its bytes out as they came. James's own wrapper writes the header by way of US-ASCII, which makes
 * every byte from 128 on a question mark, and does so also for a message that was only looked at.
 *
 * <p>When only header lines were changed, the others and the content stay as they are: nothing is computed anew from
 * the content, not even by {@link #writeTo(OutputStream)}.
 */
public final class SpooledMessage extends MimeMessageWrapper {

    /** A message of the journal: no copy of it, no temporary file. */
    public SpooledMessage(SpooledBody original) {
        super(original);
    }

    private SpooledMessage(MimeMessageSource source) {
        super(source);
    }

    /** The message of a mail, which gets a copy of it that gives its bytes out as they came if it has no such one. */
    static SpooledMessage of(Mail mail) throws MessagingException, IOException {
        MimeMessage message = mail.getMessage();
        if (message instanceof SpooledMessage spooled) {
            return spooled;
        }
        SpooledMessage copy = new SpooledMessage(copy(mail.getName(), message));
        if (mail instanceof MailImpl holder) {
            holder.setMessageNoCopy(copy);
        } else {
            mail.setMessage(copy);
        }
        return copy;
    }

    /** In memory if it is small, otherwise in a temporary file that goes when the message is disposed. */
    private static MimeMessageSource copy(String name, MimeMessage message) throws MessagingException, IOException {
        try (InputStream bytes = MessageBytes.open(message)) {
            return MimeMessageInputStreamSource.create(name, bytes);
        }
    }

    /** The body in the journal, as long as this message is the same. */
    public Optional<Body> unmodifiedBody() {
        return !isModified() && source instanceof SpooledBody original
                ? Optional.of(original.body())
                : Optional.empty();
    }

    /** Changes the header; what JavaMail remembers of it is read anew when it is asked for. */
    void edit(HeaderEdit edit) throws MessagingException, IOException {
        MimeMessageSource base = isModified() ? copy(getSourceId(), this) : source;
        List<Splice.Change> changes;
        try (InputStream bytes = base.getInputStream()) {
            changes = edit.changes(bytes);
        }
        if (base != source) {
            LifecycleUtil.dispose(source);
        }
        readFrom(changes.isEmpty() ? base : new Splice(base, changes));
    }

    private void readFrom(MimeMessageSource changed) {
        source = changed;
        headers = null;
        messageParsed = false;
        modified = false;
        headersModified = false;
        bodyModified = false;
        saved = true;
        dh = null;
        content = null;
        contentStream = null;
        cachedContent = null;
    }

    @Override
    public void writeTo(OutputStream headerOs, OutputStream bodyOs, String[] ignoreList, boolean preLoad)
            throws IOException, MessagingException {
        if (isBodyModified()) {
            writeChanged(headerOs, bodyOs, ignoreList, preLoad);
            return;
        }
        try (InputStream message = source.getInputStream()) {
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
        InputStream message = sourceStream();
        if (!isModified()) {
            return message;
        }
        return new SequenceInputStream(
                new UnsynchronizedByteArrayInputStream(HeaderBytes.of(getAllHeaderLines())), behindHeader(message));
    }

    private InputStream sourceStream() throws MessagingException {
        try {
            return source.getInputStream();
        } catch (IOException e) {
            throw new MessagingException("the message cannot be read", e);
        }
    }

    /** A lone CR makes the reader of headers look one byte ahead; it gives the byte back if the stream allows. */
    private static InputStream behindHeader(InputStream message) throws MessagingException {
        PushbackInputStream rest = new PushbackInputStream(message, 2);
        MailHeaders skipped = new MailHeaders(rest);
        skipped.removeHeader("");
        return rest;
    }
}
