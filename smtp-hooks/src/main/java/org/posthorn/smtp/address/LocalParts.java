// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.address;

/** What a local part of one of our own addresses must not hold. */
public final class LocalParts {

    private LocalParts() {}

    /** Whether it is an address of its own, written with {@code %}, {@code !} or {@code @}, that some servers would follow. */
    public static boolean leadsElsewhere(String local) {
        return local.indexOf('%') >= 0 || local.indexOf('!') >= 0 || local.indexOf('@') >= 0;
    }
}
