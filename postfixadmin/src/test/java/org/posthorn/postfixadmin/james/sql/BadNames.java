// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import java.util.stream.Stream;

/** Names that nobody may have. */
final class BadNames {

    private BadNames() {}

    static Stream<String> users() {
        return Stream.of(
                "",
                "alice",
                "@example.test",
                "alice@",
                "a@b@example.test",
                "x'; DROP TABLE mailbox; --@example.test",
                "' OR 1=1 -- @example.test",
                "alice\u0000@example.test",
                "alice\r\nRCPT TO:<x>@example.test",
                "alice@example.test\n",
                "al ice@example.test",
                "alice\t@example.test",
                "alice\u2028@example.test",
                "\uD83D\uDE00@example.test",
                "\u00e4@example.test",
                "alice@\uD83D\uDE00.test",
                "../alice@example.test",
                "a/b@example.test",
                "..@example.test",
                ".alice@example.test",
                "a%other.test@example.test",
                "other.test!a@example.test",
                "*@example.test",
                "a#b@example.test",
                "a&b@example.test",
                "\"alice\"@example.test",
                "a".repeat(65) + "@example.test",
                "a".repeat(10_000) + "@example.test",
                "alice@" + "a".repeat(10_000) + ".test");
    }

    static Stream<String> domains() {
        return Stream.of(
                "",
                "localhost",
                "ALL",
                ".test",
                "example..test",
                "-example.test",
                "example.test'; DROP TABLE domain; --",
                "exa mple.test",
                "example.test\u0000",
                "example.test\r\n",
                "\uD83D\uDE00.test",
                "m\u00fcller.test",
                "a@example.test",
                "a".repeat(64) + ".test",
                "a.".repeat(5_000) + "test");
    }
}
