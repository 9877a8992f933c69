// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads on where the decoder of broken base64 gives no bytes though there are more, which a reader of characters takes for a fault. */
final class NeverEmptyReads extends FilterInputStream {

    NeverEmptyReads(InputStream decoder) {
        super(decoder);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = in.read(bytes, from, length);
        if (count != 0 || length == 0) {
            return count;
        }
        int next = in.read();
        if (next < 0) {
            return -1;
        }
        bytes[from] = (byte) next;
        return 1;
    }
}
