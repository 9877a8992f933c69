// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.IOException;
import java.io.OutputStream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/** Takes the body of a message and writes its header, with the bytes it has, before the first byte. */
final class HeaderFirst extends OutputStream {
    private final MimeMessage message;
    private final OutputStream headerTarget;
    private final OutputStream bodyTarget;
    private final String[] ignored;
    private boolean headerWritten;

    HeaderFirst(MimeMessage message, OutputStream headerTarget, OutputStream bodyTarget, String... ignored) {
        this.message = message;
        this.headerTarget = headerTarget;
        this.bodyTarget = bodyTarget;
        this.ignored = ignored;
    }

    @Override
    public void write(int letter) throws IOException {
        writeHeader();
        bodyTarget.write(letter);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writeHeader();
        bodyTarget.write(bytes, offset, length);
    }

    private void writeHeader() throws IOException {
        if (headerWritten) {
            return;
        }
        headerWritten = true;
        try {
            headerTarget.write(HeaderBytes.of(message.getNonMatchingHeaderLines(ignored)));
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    /** Writes the header of a message without a body; leaves the targets open. */
    @Override
    public void close() throws IOException {
        writeHeader();
    }
}
