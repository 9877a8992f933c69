// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;

/**
 * The bytes of any message: those it came with as long as it is not modified, and those of its header lines otherwise.
 *
 * <p>James's wrapper hides its source, and gives the original bytes only as long as nobody looked at the content; hence
 * the look into its field.
 */
public final class MessageBytes {
    private static final VarHandle SOURCE = source();

    private MessageBytes() {}

    private static VarHandle source() {
        try {
            return MethodHandles.privateLookupIn(MimeMessageWrapper.class, MethodHandles.lookup())
                    .findVarHandle(MimeMessageWrapper.class, "source", MimeMessageSource.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A stream of the message; to be closed. In memory only when the body was changed, or the header of a message that
     * did not come from the spool.
     *
     * @throws MessagingException when the message cannot be read or a changed body cannot be written
     */
    public static InputStream open(MimeMessage message) throws MessagingException {
        try {
            if (message instanceof SpooledMessage spooled) {
                return spooled.getMessageInputStream();
            }
            Optional<MimeMessageSource> source = unmodifiedSource(message);
            if (source.isPresent()) {
                return source.get().getInputStream();
            }
            return inMemory(message);
        } catch (IOException e) {
            throw new MessagingException("the message cannot be read", e);
        }
    }

    private static Optional<MimeMessageSource> unmodifiedSource(MimeMessage message) {
        return message instanceof MimeMessageWrapper wrapper && !wrapper.isModified()
                ? Optional.ofNullable((MimeMessageSource) SOURCE.get(wrapper))
                : Optional.empty();
    }

    static InputStream inMemory(MimeMessage message) throws MessagingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(message, bytes);
        } catch (IOException e) {
            throw new MessagingException("the message cannot be written", e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void write(MimeMessage message, OutputStream out) throws IOException, MessagingException {
        if (message instanceof MimeMessageWrapper wrapper && !(message instanceof SpooledMessage)) {
            try (HeaderFirst body = new HeaderFirst(message, out, out)) {
                wrapper.writeTo(OutputStream.nullOutputStream(), body);
            }
        } else {
            // JavaMail itself writes one byte for each character of a header line
            message.writeTo(out);
        }
    }
}
