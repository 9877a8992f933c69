// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;

/** Messages and their texts. */
final class Messages {

    private Messages() {}

    static MimeMessage message(String text) throws MessagingException {
        return new MimeMessage(session(), new ByteArrayInputStream(bytes(text)));
    }

    static Session session() {
        return Session.getInstance(new Properties());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(MimeMessage message) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeTo(out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException | MessagingException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
