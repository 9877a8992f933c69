// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A stored message in memory that notes which ranges beyond its header were read. */
final class MemoryContent implements StoredContent {

    final List<String> reads = new ArrayList<>();
    private final byte[] bytes;
    private final ParsedMessage parsed;

    MemoryContent(byte[] bytes) {
        this.bytes = bytes;
        this.parsed = Corpus.parse(bytes);
    }

    @Override
    public byte[] header() {
        return parsed.header();
    }

    @Override
    public Part structure() {
        return parsed.structure();
    }

    @Override
    public InputStream openRange(long from, long to) {
        reads.add(from + "-" + to);
        return new ByteArrayInputStream(bytes, (int) from, (int) (to - from));
    }
}
