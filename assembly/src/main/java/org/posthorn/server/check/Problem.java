// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

/**
 * One thing that is wrong.
 *
 * @param place the file's name, or {@code environment}
 * @param name the element, variable or processor
 * @param sentence what is wrong with it, and what was probably meant
 */
public record Problem(String place, String name, String sentence) {

    /** The problem in one line, without control characters. */
    public String line() {
        return (place + ": " + name + ": " + sentence).replaceAll("\\p{Cntrl}+", " ");
    }
}
