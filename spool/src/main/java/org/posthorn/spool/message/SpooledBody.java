// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.InputStream;
import java.util.Locale;
import org.apache.james.lifecycle.api.Disposable;
import org.apache.james.server.core.MimeMessageSource;
import org.posthorn.spool.journal.Body;
import org.posthorn.spool.journal.BodyReader;

/** A message that lies in the journal: no copy of it, no temporary file. */
public final class SpooledBody implements MimeMessageSource, Disposable {
    private final String name;
    private final BodyReader reader;

    /** A message of the item of that number; it closes the reader when it is disposed. */
    public SpooledBody(long item, BodyReader reader) {
        this.name = String.format(Locale.ROOT, "spool-%016x", item);
        this.reader = reader;
    }

    Body body() {
        return reader.body();
    }

    @Override
    public String getSourceId() {
        return name;
    }

    @Override
    public InputStream getInputStream() {
        return reader.open();
    }

    @Override
    public long getMessageSize() {
        return reader.size();
    }

    @Override
    public void dispose() {
        reader.close();
    }
}
