// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a message and their offsets in one pass over its bytes, line by line in a window of 32 kB, whatever
 * the length of its lines. Nothing is refused: what is no MIME is text. At most {@value #MAX_PARTS} parts and
 * {@value #MAX_DEPTH} levels are told apart; what lies beyond stays in the part it is in.
 */
final class MessageScanner {

    static final int MAX_PARTS = 16_384;
    static final int MAX_DEPTH = 100;
    private static final int WINDOW = 32 * 1024;

    private final InputStream in;
    private final byte[] window;
    private final CaptureBudget budget = new CaptureBudget();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(2048);
    private final List<PartBuilder> open = new ArrayList<>();
    private final PartBuilder root = new PartBuilder(null, true, 0, budget);
    private PartBuilder current = root;
    private @Nullable PartBuilder parentOfNext;
    private boolean headerOfRoot = true;
    private boolean skipLine;
    private long windowStart;
    private int limit;
    private long lines;
    private int lastLineEnd;
    private boolean lastWasReturn;
    private int boundaries;
    private int parts = 1;

    /** A scanner of a stream whose size is about {@code size}. */
    MessageScanner(InputStream in, long size) {
        this.in = in;
        this.window = new byte[(int) Math.max(16, Math.min(WINDOW, size + 1))];
        open.add(root);
    }

    /** Reads the stream to its end; gives the tree. */
    Part scan() throws IOException {
        int position = 0;
        int searched = 0;
        boolean first = true;
        while (true) {
            int feed = lineFeed(searched);
            if (feed < 0 && limit - position < window.length) {
                int moved = position;
                searched = limit - moved;
                position = 0;
                if (fill(moved)) {
                    continue;
                }
            }
            int next = feed < 0 ? limit : feed + 1;
            if (next > position) {
                take(position, next, first, feed >= 0);
            }
            if (feed < 0 && next < window.length) {
                return finish(windowStart + next);
            }
            first = feed >= 0;
            position = next;
            searched = next;
        }
    }

    /** The first bytes of the message's header. */
    byte[] header() {
        return header.toByteArray();
    }

    PartBuilder root() {
        return root;
    }

    private int lineFeed(int from) {
        byte[] bytes = window;
        for (int i = from; i < limit; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Moves what is left to the front and reads on; false at the end of the stream. */
    private boolean fill(int from) throws IOException {
        System.arraycopy(window, from, window, 0, limit - from);
        limit -= from;
        windowStart += from;
        int count = in.read(window, limit, window.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        return true;
    }

    private void take(int from, int to, boolean first, boolean complete) {
        if (headerOfRoot && header.size() < ParsedMessage.HEADER_LIMIT) {
            header.write(window, from, Math.min(to - from, ParsedMessage.HEADER_LIMIT - header.size()));
        }
        boolean boundary = first && boundaries > 0 && isBoundary(from, to);
        if (!boundary && !skipLine && current.state == PartBuilder.State.HEADER) {
            headerLine(from, to, first, complete);
        }
        skipLine = (boundary || skipLine) && !complete;
        lines += complete ? 1 : 0;
        boolean returned = to - from >= 2 ? window[to - 2] == '\r' : lastWasReturn;
        lastLineEnd = complete ? (returned ? 2 : 1) : 0;
        lastWasReturn = !complete && window[to - 1] == '\r';
        PartBuilder parent = parentOfNext;
        if (complete && parent != null) {
            openPart(parent, windowStart + to);
        }
    }

    private void headerLine(int from, int to, boolean first, boolean complete) {
        boolean empty = first && complete && (to - from == 1 || (to - from == 2 && window[from] == '\r'));
        if (empty) {
            endHeader(windowStart + to, lines + 1);
        } else {
            current.header.line(window, from, to, first);
        }
    }

    private void endHeader(long place, long linesBefore) {
        PartBuilder part = current;
        headerOfRoot = false;
        part.endHeader(place, linesBefore, MAX_DEPTH);
        if (part.state == PartBuilder.State.PARTS) {
            boundaries++;
        } else if (part.isReadableMessage() && parts < MAX_PARTS) {
            push(new PartBuilder(part, true, place, budget));
        }
    }

    private void openPart(PartBuilder parent, long place) {
        parentOfNext = null;
        push(new PartBuilder(parent, false, place, budget));
    }

    private void push(PartBuilder part) {
        parts++;
        open.add(part);
        current = part;
    }

    /** Acts on the line if it is a boundary of an open multipart. The innermost one with this boundary is meant. */
    private boolean isBoundary(int from, int to) {
        if (to - from < 3 || window[from] != '-' || window[from + 1] != '-') {
            return false;
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            PartBuilder part = open.get(i);
            if (part.state == PartBuilder.State.PARTS && startsWith(part.boundary, from + 2, to)) {
                int after = from + 2 + part.boundary.length;
                boolean closing = after + 1 < to && window[after] == '-' && window[after + 1] == '-';
                if (closing || (isBlank(after, to) && parts < MAX_PARTS)) {
                    boundary(i, closing, windowStart + from);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isBlank(int place, int to) {
        return place >= to
                || window[place] == '\r'
                || window[place] == '\n'
                || window[place] == ' '
                || window[place] == '\t';
    }

    private boolean startsWith(byte[] boundary, int from, int to) {
        if (to - from < boundary.length) {
            return false;
        }
        for (int i = 0; i < boundary.length; i++) {
            if (window[from + i] != boundary[i]) {
                return false;
            }
        }
        return true;
    }

    private void boundary(int level, boolean closing, long place) {
        PartBuilder part = open.get(level);
        closeAbove(level, place, lastLineEnd);
        current = part;
        if (closing) {
            part.state = PartBuilder.State.EPILOGUE;
            boundaries--;
        } else {
            parentOfNext = part;
        }
    }

    private void closeAbove(int level, long place, int lineEnd) {
        for (int i = open.size() - 1; i > level; i--) {
            open.get(i - 1).children.add(close(open.remove(i), place, lineEnd));
        }
    }

    private Part close(PartBuilder part, long place, int lineEnd) {
        if (part.state == PartBuilder.State.HEADER) {
            headerOfRoot = false;
            part.endHeader(place, lines, MAX_DEPTH);
        } else if (part.state == PartBuilder.State.PARTS) {
            boundaries--;
        }
        return part.build(place, lineEnd, lines);
    }

    private Part finish(long size) {
        PartBuilder last = current;
        if (last.isEmptyAt(size) && last.depth > 0 && !last.message) {
            open.remove(open.size() - 1); // a boundary with nothing behind it begins no part
        }
        closeAbove(0, size, 0);
        return close(root, size, 0);
    }
}
