// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.nio.charset.StandardCharsets;

/** Names of scripts: which are allowed (RFC 5804 section 1.6). */
final class ScriptNames {

    /** In bytes of UTF-8: the 128 characters that the RFC asks for, were they all of the longest kind. */
    private static final int LONGEST_NAME = 512;

    private ScriptNames() {}

    /** Whether a name is allowed and short enough. */
    static boolean valid(String name) {
        return !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
                && name.codePoints().noneMatch(ScriptNames::forbidden);
    }

    private static boolean forbidden(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }
}
