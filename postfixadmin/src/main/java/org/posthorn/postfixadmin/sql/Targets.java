// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The targets in an alias's {@code goto}: separated by commas, with blanks and line breaks around them, and now and then
 * with nothing between two commas or twice the same.
 *
 * @param list each once, in order
 * @param isCut whether there were more than the limit
 */
record Targets(List<String> list, boolean isCut) {

    /** Reads no further than the limit. */
    static Targets of(String column, int limit) {
        List<String> list = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        int start = 0;
        while (start <= column.length()) {
            int comma = column.indexOf(',', start);
            int end = comma < 0 ? column.length() : comma;
            for (String item : column.substring(start, end).strip().split("[\\r\\n]+", -1)) {
                String target = item.strip();
                if (!target.isEmpty() && known.add(Address.folded(target))) {
                    list.add(target);
                }
            }
            if (list.size() > limit) {
                return new Targets(List.copyOf(list.subList(0, limit)), true);
            }
            start = end + 1;
        }
        return new Targets(List.copyOf(list), false);
    }
}
