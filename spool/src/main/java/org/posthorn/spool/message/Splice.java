// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.lifecycle.api.Disposable;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MimeMessageSource;

/**
 * A message with some of its bytes taken out and others put in their place; the rest is read from where it lies.
 *
 * <p>Memory holds what was put in, however large the message is.
 */
final class Splice implements MimeMessageSource, Disposable {

    private final MimeMessageSource original;
    private final List<Change> changes;

    /** Changes in the order of their offsets, none reaching into the next one. */
    Splice(MimeMessageSource original, List<Change> changes) {
        this.original = original;
        this.changes = List.copyOf(changes);
    }

    @Override
    public String getSourceId() {
        return original.getSourceId() + "-edited";
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Spliced(original.getInputStream(), new ArrayList<>(changes));
    }

    @Override
    public long getMessageSize() throws IOException {
        long size = original.getMessageSize();
        for (Change change : changes) {
            size += change.bytes().length - change.length();
        }
        return size;
    }

    @Override
    public void dispose() {
        LifecycleUtil.dispose(original);
    }

    /**
     * What becomes of some bytes.
     *
     * @param offset of the first of them in the original
     * @param length how many are taken out
     * @param bytes what stands in their place
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Change(long offset, long length, byte[] bytes) {}

    private static final class Spliced extends InputStream {

        private final InputStream in;
        private final List<Change> left;
        private long offset;
        private byte[] inserted = new byte[0];
        private int position;

        Spliced(InputStream in, List<Change> left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int start, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            change();
            if (position < inserted.length) {
                int count = Math.min(length, inserted.length - position);
                System.arraycopy(inserted, position, target, start, count);
                position += count;
                return count;
            }
            long untilChange = left.isEmpty() ? length : left.get(0).offset() - offset;
            int count = in.read(target, start, (int) Math.min(length, untilChange));
            offset += Math.max(count, 0);
            return count;
        }

        /** Takes out what the next change takes out, as soon as it is reached. */
        private void change() throws IOException {
            while (position == inserted.length && !left.isEmpty() && left.get(0).offset() == offset) {
                Change change = left.remove(0);
                in.skipNBytes(change.length());
                offset += change.length();
                inserted = change.bytes();
                position = 0;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
