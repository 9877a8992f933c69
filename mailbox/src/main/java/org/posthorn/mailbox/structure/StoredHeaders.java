// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.Headers;
import org.jspecify.annotations.Nullable;

/** The header of a stored message, split into fields at most once. */
final class StoredHeaders implements Headers {

    private final StoredRange range;
    private @Nullable List<Header> fields;

    StoredHeaders(StoredRange range) {
        this.range = range;
    }

    @Override
    public Iterator<Header> headers() throws MailboxException {
        List<Header> split = fields;
        if (split == null) {
            split = range.fields();
            fields = split;
        }
        return split.iterator();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return range.getInputStream();
    }

    @Override
    public long size() {
        return range.size();
    }
}
