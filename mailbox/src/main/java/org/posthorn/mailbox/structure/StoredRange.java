// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.Header;

/** A range of a stored message's bytes, read when it is asked for; from the header alone where that is enough. */
record StoredRange(StoredContent content, long from, long to) implements Content {

    /** The most bytes of a header block that are split into fields. */
    private static final int FIELD_BYTES = 4 * 1024 * 1024;

    @Override
    public InputStream getInputStream() throws IOException {
        if (from >= to) {
            return InputStream.nullInputStream();
        }
        byte[] header = content.header();
        return to <= header.length
                ? new ByteArrayInputStream(header, (int) from, (int) (to - from))
                : content.openRange(from, to);
    }

    @Override
    public long size() {
        return to - from;
    }

    /** The fields of the header block that the range is. */
    List<Header> fields() throws MailboxException {
        try (InputStream in = getInputStream()) {
            return HeaderLines.parse(in.readNBytes((int) Math.min(size(), FIELD_BYTES)));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The failure in James's terms: the store's own where it is one, for that says whether it is temporary. */
    static MailboxException failure(IOException e) {
        return e.getCause() instanceof MailboxException cause
                ? cause
                : new MailboxException("A message cannot be read", e);
    }
}
