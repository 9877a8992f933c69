// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

/**
 * How passwords are read and written.
 *
 * @param defaultScheme what a hash without prefix and without the shape of a crypt string is
 * @param newScheme in what new passwords are written
 * @param bcryptCost logarithm of the rounds of new bcrypt hashes, 10 to 14; each step doubles the time, 12 takes about
 *     a quarter of a second
 * @param rehash whether {@link Passwords#needsRehash} ever asks for a weak hash to be replaced
 */
public record PasswordConfig(DefaultScheme defaultScheme, NewScheme newScheme, int bcryptCost, boolean rehash) {

    /** Crypt strings are read, bcrypt of cost 12 is written, nothing is rewritten. */
    public static final PasswordConfig DEFAULT =
            new PasswordConfig(DefaultScheme.CRYPT, NewScheme.BLF_CRYPT, 12, false);

    /** The smallest and the largest cost for new bcrypt hashes. */
    public static final int MIN_BCRYPT_COST = 10;

    public static final int MAX_BCRYPT_COST = BcryptHash.MAX_COST;

    public PasswordConfig {
        if (bcryptCost < MIN_BCRYPT_COST || bcryptCost > MAX_BCRYPT_COST) {
            throw new IllegalArgumentException("bcrypt's cost is " + bcryptCost + ", but must be from "
                    + MIN_BCRYPT_COST + " to " + MAX_BCRYPT_COST);
        }
    }
}
