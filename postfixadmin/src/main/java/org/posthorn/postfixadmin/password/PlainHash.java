// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

/** The password itself. */
record PlainHash(byte[] stored) implements PasswordHash {

    @Override
    public boolean matches(byte[] password) {
        return Digests.same(password, stored);
    }

    @Override
    public Strength strength() {
        return Strength.POOR;
    }
}
