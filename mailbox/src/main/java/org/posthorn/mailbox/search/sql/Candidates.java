// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Messages that may match, in their order, as bare numbers: sixteen bytes each, plus the answers where there are any. */
final class Candidates {

    private long[] uids = new long[256];
    private long[] contents = new long[256];
    private final List<BitSet> answers = new ArrayList<>();
    private int size;

    void add(long uid, long content) {
        if (size == uids.length) {
            uids = Arrays.copyOf(uids, size * 2);
            contents = Arrays.copyOf(contents, size * 2);
        }
        uids[size] = uid;
        contents[size++] = content;
    }

    /** Adds the answers of the message that was added last. */
    void addAnswers(BitSet ofLast) {
        answers.add(ofLast);
    }

    int size() {
        return size;
    }

    long uid(int place) {
        return uids[place];
    }

    long content(int place) {
        return contents[place];
    }

    /** What the database said of a condition that came as a column. */
    boolean answer(int place, int column) {
        return answers.get(place).get(column);
    }
}
