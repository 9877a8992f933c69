// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.Optional;
import java.util.Set;

/**
 * The target that PostfixAdmin adds to a user's alias while he is away, {@code user#example.org@autoreply.example.org}.
 * It means "answer for this user" to the panel's own vacation script, and is an address nowhere.
 */
final class Pseudo {

    private Pseudo() {}

    /** Whether the target stands for the answer of that address. */
    static boolean isOf(Address target, String address) {
        return user(target).filter(address::equals).isPresent();
    }

    /** Whether the target stands for the answer of one of the addresses. */
    static boolean isOfAny(String target, Set<String> addresses) {
        return Address.parse(target)
                .flatMap(Pseudo::user)
                .filter(addresses::contains)
                .isPresent();
    }

    /** Whether the target lives in the configured domain of such targets. */
    static boolean isIn(Address target, String vacationDomain) {
        return !vacationDomain.isEmpty() && target.domain().equals(vacationDomain);
    }

    private static Optional<String> user(Address target) {
        int sign = target.local().lastIndexOf('#');
        return sign < 1
                ? Optional.empty()
                : Optional.of(
                        target.local().substring(0, sign) + '@' + target.local().substring(sign + 1));
    }
}
