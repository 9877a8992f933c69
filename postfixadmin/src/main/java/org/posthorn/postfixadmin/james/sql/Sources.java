// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.lib.MappingSource;

/** The sources of mappings as keys of tables: an address, {@code @domain} for a whole domain, {@code *} for everything. */
final class Sources {

    private static final String EVERYTHING = "*";
    private static final String WHOLE_DOMAIN = "@";

    private Sources() {}

    static String text(MappingSource source) {
        return source.asUsername()
                .map(Username::asString)
                .or(() -> source.asDomain().map(domain -> WHOLE_DOMAIN + domain.asString()))
                .orElse(EVERYTHING);
    }

    /** The source that a key stands for; none where James could not name it. */
    static Optional<MappingSource> parse(String key) {
        if (key.equals(EVERYTHING)) {
            return Optional.of(MappingSource.wildCard());
        }
        try {
            return Optional.of(domain(key)
                    .map(domain -> MappingSource.fromDomain(Domain.of(domain)))
                    .orElseGet(() -> MappingSource.fromUser(Username.of(key))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The domain of a key that stands for a whole domain. */
    static Optional<String> domain(String key) {
        return key.startsWith(WHOLE_DOMAIN) ? Optional.of(key.substring(1)) : Optional.empty();
    }

    static Optional<Domain> validDomain(String name) {
        try {
            return Optional.of(Domain.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
