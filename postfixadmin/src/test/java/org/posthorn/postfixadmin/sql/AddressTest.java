// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.LogText;

/** The forms of addresses, delimiters, lists of targets and log texts, without a database. */
class AddressTest {

    @Test
    void asciiLettersAreFoldedAndNoOthers() {
        assertThat(Address.parse("Alice@Example.TEST")).contains(new Address("alice", "example.test"));
        assertThat(Address.folded("\u212a\u0130\u00dcX")).isEqualTo("\u212a\u0130\u00dcx");
    }

    @Test
    void aDomainInAnotherScriptIsAskedForInAscii() {
        assertThat(Address.parse("a@b\u00fccher.test")).contains(new Address("a", "xn--bcher-kva.test"));
    }

    @Test
    void aDomainThatOnlyLooksLikeAnotherIsNotThatOne() {
        assertThat(Address.parse("a@B\u00dcCHER.test")).contains(new Address("a", "xn--bcher-kva.test"));
        assertThat(Address.parse("a@bu\u0308cher.test")).contains(new Address("a", "xn--bcher-kva.test"));
        for (String domain :
                List.of("example.test\u200b", "\uff45xample.test", "example\u3002test", "stra\u00dfe.test")) {
            assertThat(Address.parse("a@" + domain)).as(domain).isEmpty();
        }
    }

    @Test
    void quotesAroundTheLocalPartAreNoPartOfIt() {
        assertThat(Address.parse("\"alice\"@example.test")).contains(new Address("alice", "example.test"));
        assertThat(Address.parse("\"a\\\"b\"@example.test")).contains(new Address("a\"b", "example.test"));
        assertThat(Address.parse("\"\"@example.test")).isEmpty();
    }

    @Test
    void whatCannotBeAnAddressIsNone() {
        for (String text :
                List.of("", "alice", "@example.test", "alice@", "a\0@example.test", "a\u0085@example.test")) {
            assertThat(Address.parse(text)).as(text).isEmpty();
        }
        assertThat(Address.parse("a".repeat(241) + "@example.test")).isPresent();
        assertThat(Address.parse("a".repeat(242) + "@example.test")).isEmpty();
    }

    @Test
    void theTagBeginsAtTheFirstDelimiterBehindAtLeastOneCharacter() {
        Address address = new Address("a-b+c", "example.test");

        assertThat(address.base("+")).contains(new Address("a-b", "example.test"));
        assertThat(address.base("+-")).contains(new Address("a", "example.test"));
        assertThat(address.base("")).isEmpty();
        assertThat(new Address("+a", "example.test").base("+")).isEmpty();
    }

    @Test
    void aDelimiterIsASignAndNoLetter() {
        assertThatThrownBy(() -> AccountsConfig.DEFAULT.withRecipientDelimiter("x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AccountsConfig.DEFAULT.withRecipientDelimiter("@"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(AccountsConfig.DEFAULT.withRecipientDelimiter("").recipientDelimiter())
                .isEmpty();
    }

    @Test
    void theDefaultsAreThoseOfThePanel() {
        assertThat(AccountsConfig.DEFAULT).isEqualTo(new AccountsConfig("+", 1_024_000, false, "", 1000, 10));
    }

    @Test
    void aListOfTargetsIsReadUpToTheLimit() {
        assertThat(Targets.of("a,b ,\n c\nd,,A", 4)).isEqualTo(new Targets(List.of("a", "b", "c", "d"), false));
        assertThat(Targets.of("a,b,c", 2)).isEqualTo(new Targets(List.of("a", "b"), true));
        assertThat(Targets.of("", 2)).isEqualTo(new Targets(List.of(), false));
    }

    @Test
    void aLogLineHoldsNoControlCharactersAndAtMostTwoHundredLetters() {
        assertThat(LogText.of("a\r\nb\u001b[31m\"\u2028")).isEqualTo("a??b?[31m??");
        assertThat(LogText.of("x".repeat(10_000))).isEqualTo("x".repeat(200) + "...");
    }

    @Test
    void theDatabasesAddressIsShownWithoutParametersAndPassword() {
        DatabaseConfig config = DatabaseConfig.of("jdbc:mysql://db.test/panel?trustStorePassword=x", "user", "secret");

        assertThat(config.toString()).contains("jdbc:mysql://db.test/panel").doesNotContain("secret", "trustStore");
        assertThat(config.withPoolSize(3).poolSize()).isEqualTo(3);
    }

    @Test
    void anAddressOfAnotherDriverAndAnEmptyPoolAreRefused() {
        assertThatThrownBy(() -> DatabaseConfig.of("jdbc:mariadb://db.test/panel", "user", "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:mysql://")
                .hasMessageContaining("jdbc:mariadb://");
        assertThatThrownBy(() -> DatabaseConfig.of("jdbc:mysql://db.test/panel", "user", "secret")
                        .withPoolSize(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
