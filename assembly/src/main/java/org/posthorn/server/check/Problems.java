// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, in the order in which they are found, each once. */
final class Problems {

    static final String ENVIRONMENT = "environment";

    private static final int LONGEST_VALUE = 100;

    private final List<Problem> found = new ArrayList<>();

    void add(String place, String name, String sentence) {
        Problem problem = new Problem(place, name, sentence);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    List<Problem> all() {
        return List.copyOf(found);
    }

    /** A value as a report shows it. */
    static String quoted(String value) {
        return "'" + (value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value) + "'";
    }
}
