// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.List;
import java.util.Optional;

/** Whether classes exist that configuration names; nothing of them is run. */
final class Classes {

    private Classes() {}

    /** The first of these names that is a class. */
    static Optional<Class<?>> first(List<String> names) {
        return names.stream().flatMap(name -> find(name).stream()).findFirst();
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, Classes.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
