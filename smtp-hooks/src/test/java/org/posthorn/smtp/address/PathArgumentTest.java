// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathArgumentTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "<alice@example.test>, alice@example.test",
                "<Alice@Example.TEST>, Alice@example.test",
                "<alice+tag@example.test>, alice+tag@example.test",
                "<\"alice\"@example.test>, alice@example.test",
                "<\"a b\"@example.test>, \"a b\"@example.test",
                "<y%outside.test@example.test>, y%outside.test@example.test",
                "<outside.test!y@example.test>, outside.test!y@example.test",
                "<prvs=1234=x@outside.test>, prvs=1234=x@outside.test",
            })
    void readsMailboxes(String path, String address) {
        Path parsed = parse(path);
        assertThat(parsed).isInstanceOf(Path.Mailbox.class);
        assertThat(((Path.Mailbox) parsed).address().asString()).isEqualTo(address);
    }

    @Test
    void readsTheNullSender() {
        assertThat(parse("<>")).isEqualTo(new Path.Null());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<alice>", "<postmaster>", "<root@localhost>", "<\"alice\">"})
    void tellsWhatHasNoFullDomain(String path) {
        assertThat(parse(path)).isEqualTo(new Path.Unqualified(path.substring(1, path.length() - 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<@example.test:y@outside.test>",
                "<@a.test,@b.test:y@outside.test>",
                "<y@outside.test@example.test>",
                "<\"y@outside.test\"@example.test>",
                "<\"someone@outside.test\"@example.test>",
                "<\"y\\@outside.test\"@example.test>",
                "<outside.test!y>",
                "<y%outside.test>",
                "<alice@[127.0.0.1]>",
                "<alice@[IPv6:::1]>"
            })
    void tellsWhatLeadsElsewhere(String path) {
        assertThat(parse(path)).isInstanceOf(Path.Routed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.test",
                "Joe <alice@example.test>",
                "<alice@example.test",
                "<alice@example.test>x",
                "<alice@>",
                "<@example.test>",
                "<alice@example..test>",
                "<alice@-example.test>",
                "<.alice@example.test>",
                "<al..ice@example.test>",
                "<alice.@example.test>",
                "<al ice@example.test>",
                "<al\\ice@example.test>",
                "<x'; DROP TABLE mailbox; --@example.test>",
                "<\"\"@example.test>",
                "<\"alice@example.test>",
                "<\"alice\"x@example.test>",
                "<alice@exa_mple.test>",
                "<alice@[127.0.0.1]x>",
                "<\u00e4lice@example.test>",
                "<\"\u00e4lice\"@example.test>",
                "<alice@example.test\0>"
            })
    void refusesTheRest(String path) {
        assertThat(parse(path)).isEqualTo(new Path.Malformed());
    }

    @Test
    void refusesAnAddressOfTenThousandCharacters() {
        assertThat(parse("<" + "a".repeat(10_000) + "@example.test>")).isEqualTo(new Path.Malformed());
        assertThat(parse("<a@" + "b".repeat(300) + ".test>")).isEqualTo(new Path.Malformed());
    }

    @Test
    void separatesParametersFromThePath() {
        PathArgument parsed = PathArgument.parse("from: <\"a>b\"@example.test>  SIZE=3 (comment)", "FROM")
                .orElseThrow();
        assertThat(parsed.path()).isInstanceOf(Path.Mailbox.class);
        assertThat(parsed.parameters()).containsExactly("SIZE=3", "(comment)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FROM", "FROM:", "FROM: ", "TO:<alice@example.test>", "<alice@example.test>"})
    void missesTheKeyword(String argument) {
        assertThat(PathArgument.parse(argument, "FROM")).isEmpty();
    }

    @Test
    void neverThrowsWhateverItIsGiven() {
        Random random = new Random(7);
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder("TO:<");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append("ab1@.\"\\<>[]%!: ,-_#\0\u00e9".charAt(random.nextInt(21)));
            }
            assertThat(PathArgument.parse(text.append('>').toString(), "TO")).isNotNull();
        }
    }

    private static Path parse(String path) {
        return PathArgument.parse("FROM:" + path, "FROM").orElseThrow().path();
    }
}
