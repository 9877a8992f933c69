// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.james.server.core.MimeMessageSource;

/** A message in memory, as a session that has just read it has it. */
final class BytesSource implements MimeMessageSource {
    private final String id;
    private final byte[] message;

    BytesSource(String id, byte[] message) {
        this.id = id;
        this.message = message;
    }

    @Override
    public String getSourceId() {
        return id;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(message);
    }

    @Override
    public long getMessageSize() {
        return message.length;
    }
}
