// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.password;

/** How long a stored hash withstands someone who has it, from worst to best. */
enum Strength {
    /** No salt, or everybody's, or one quick digest, or only eight characters: most passwords are found at once. */
    POOR,
    /** Salted, but tried many thousand times a second. */
    WEAK,
    /** Salted and slow. */
    STRONG
}
