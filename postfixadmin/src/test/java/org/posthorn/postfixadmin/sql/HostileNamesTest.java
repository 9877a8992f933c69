// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.postfixadmin.Service;
import org.posthorn.testing.MariaDbFlavour;

/** A name is data, whatever it holds. */
class HostileNamesTest extends PanelTest {

    HostileNamesTest(MariaDbFlavour flavour, PanelVersion version) {
        super(flavour, version);
    }

    /** None of them is anybody, though some look like Alice to a collation, to SQL or to a pattern. */
    private static final List<String> NAMES = List.of(
            "",
            "@",
            "alice",
            "@example.test",
            "alice@",
            "alice@example.test ",
            "alice @example.test",
            " alice@example.test",
            "alice@example.test\0",
            "alice\0@example.test",
            "alice@example.test\r\n",
            "al\r\nice@example.test",
            "%@example.test",
            "_lice@example.test",
            "alic_@example.test",
            "alice@example.test' OR '1'='1",
            "' OR ''='@example.test",
            "\" OR \"\"=\"@example.test",
            "x' UNION SELECT 1,2,3 -- @example.test",
            "alice\\@example.test",
            "alice@example.test\\",
            "al\u0131ce@example.test",
            "\u00c4lice@example.test",
            "\u00e0lice@example.test",
            "alic\ud83d\ude00@example.test",
            "\ud83d\ude00@example.test",
            "\ud83d@example.test",
            "alice@ex\u00e4mple.test",
            "alice@\ud83d\ude00.test",
            "alice@example.test\u2028",
            "alice@example.test.",
            "\u212aim@example.test",
            "alice@" + "a".repeat(10_000) + ".test",
            "a".repeat(10_000) + "@example.test",
            "a".repeat(10_000),
            "@".repeat(1000),
            "a".repeat(241) + "@example.test");

    @Test
    void noneOfThemIsDeliveredOrLogsIn() {
        panel.user("alice@example.test").user("kim@example.test").alias("alic?@example.test", "alice@example.test");

        for (String name : NAMES) {
            assertThat(accounts.resolve(name))
                    .as(name)
                    .isInstanceOfAny(Resolution.Unknown.class, Resolution.Foreign.class);
            assertThat(accounts.resolve(name + "x+tag@example.test"))
                    .as(name)
                    .isInstanceOfAny(Resolution.Unknown.class, Resolution.Foreign.class);
            assertThat(accounts.authenticate(name, Panel.PASSWORD, Service.IMAP))
                    .as(name)
                    .isInstanceOf(Authentication.Refused.class);
            assertThat(accounts.mailbox(name)).as(name).isEmpty();
            assertThat(accounts.maySendAs("alice@example.test", name)).as(name).isFalse();
            assertThat(accounts.maySendAs(name, "kim@example.test")).as(name).isFalse();
        }
    }

    @Test
    void noneOfThemIsALocalDomain() {
        for (String name : NAMES) {
            assertThat(accounts.domain(name)).as(name).isEqualTo(DomainKind.FOREIGN);
        }
        assertThat(accounts.domain("example.test ")).isEqualTo(DomainKind.FOREIGN);
        assertThat(accounts.domain("exampl_.test")).isEqualTo(DomainKind.FOREIGN);
    }

    @Test
    void theyAreAddressesToTheCatchAllIfTheyAreAddressesAtAll() {
        panel.user("bob@example.test").alias("@example.test", "bob@example.test");

        assertResolution("\ud83d\ude00@example.test").isEqualTo(local("bob@example.test"));
        assertResolution("\ud83d\ude00+x@example.test").isEqualTo(local("bob@example.test"));
        assertResolution("' OR ''='@example.test").isEqualTo(local("bob@example.test"));
        assertResolution("\"a b\\\"c\"@example.test").isEqualTo(local("bob@example.test"));
        assertResolution("a\0b@example.test").isEqualTo("Unknown");
    }

    @Test
    void unusualNamesThatExistAreFound() {
        panel.user("o'brien@example.test").user("50_%\"x\"@example.test").user("back\\slash+@example.test");
        panel.user("j\u00fcrgen@example.test");

        assertResolution("o'brien@example.test").isEqualTo(local("o'brien@example.test"));
        assertResolution("O'Brien+x@example.test").isEqualTo(local("o'brien@example.test"));
        assertResolution("50_%\"x\"@example.test").isEqualTo(local("50_%\"x\"@example.test"));
        assertResolution("back\\slash+@example.test").isEqualTo(local("back\\slash+@example.test"));
        assertResolution("j\u00fcrgen@example.test").isEqualTo(local("j\u00fcrgen@example.test"));
        assertResolution("\"o'brien\"@example.test").isEqualTo(local("o'brien@example.test"));
    }

    @Test
    void aRowWithBlanksAtItsEndIsNotTheAddressWithoutThem() {
        panel.mailbox("trail@example.test ").alias("lead@example.test ", "x@elsewhere.test");

        assertResolution("trail@example.test").isEqualTo("Unknown");
        assertResolution("lead@example.test").isEqualTo("Unknown");
    }

    @Test
    void passwordsMayHoldAnything() {
        panel.user("alice@example.test");

        for (String password : NAMES) {
            assertThat(accounts.authenticate("alice@example.test", password, Service.IMAP))
                    .isInstanceOf(Authentication.Refused.class);
        }
    }
}
