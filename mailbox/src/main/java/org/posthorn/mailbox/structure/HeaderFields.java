// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers the values of one header's fields while its lines pass by. Of a repeated field the first counts, of addresses all. */
final class HeaderFields {

    private final boolean message;
    private final CaptureBudget budget;
    private final Map<FieldName, StringBuilder> values = new EnumMap<>(FieldName.class);
    private byte[] value = new byte[256];
    private int length;
    private @Nullable FieldName current;

    HeaderFields(boolean message, CaptureBudget budget) {
        this.message = message;
        this.budget = budget;
    }

    /** Takes a line, or a piece of a long one; {@code first} where the piece begins the line. */
    void line(byte[] bytes, int from, int to, boolean first) {
        if (!first || bytes[from] == ' ' || bytes[from] == '\t') {
            append(bytes, from, to);
            return;
        }
        finish();
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (colon == to) {
            return;
        }
        int nameEnd = colon;
        while (nameEnd > from && (bytes[nameEnd - 1] == ' ' || bytes[nameEnd - 1] == '\t')) {
            nameEnd--;
        }
        current = FieldName.of(bytes, from, nameEnd, message)
                .filter(name -> name.isAddressList() || !values.containsKey(name))
                .orElse(null);
        append(bytes, colon + 1, to);
    }

    /** Ends the header. */
    void finish() {
        FieldName name = current;
        if (name != null) {
            keep(name, HeaderValue.unfold(value, length));
        }
        current = null;
        length = 0;
    }

    /** The unfolded value; absent where there is no such field or it is blank. */
    Optional<String> get(FieldName name) {
        return Optional.ofNullable(values.get(name))
                .map(StringBuilder::toString)
                .filter(text -> !text.isEmpty());
    }

    private void keep(FieldName name, String text) {
        StringBuilder kept = values.computeIfAbsent(name, any -> new StringBuilder(text.length()));
        if (kept.length() + text.length() <= name.limit()) {
            kept.append(kept.length() == 0 || text.isEmpty() ? "" : ", ").append(text);
        }
    }

    private void append(byte[] bytes, int from, int to) {
        FieldName name = current;
        if (name == null) {
            return;
        }
        int count = budget.take(Math.min(to - from, name.limit() - length));
        if (count <= 0) {
            return;
        }
        if (length + count > value.length) {
            value = Arrays.copyOf(value, Math.max(value.length * 2, length + count));
        }
        System.arraycopy(bytes, from, value, length, count);
        length += count;
    }
}
