// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.rrt.lib.Mapping;
import org.junit.jupiter.api.Test;

class AliasEntryTest {

    private static final String SALES = "sales@example.test";

    @Test
    void aTypeIsNotedForWhatJamesAddsOnly() {
        AliasEntry entry = alias("a@x.test").plus(Mapping.alias("b@x.test"));
        assertThat(entry.targets().text()).isEqualTo("a@x.test,b@x.test");
        assertThat(entry.notes()).containsExactly(Mapping.alias("b@x.test"));
    }

    @Test
    void oneTargetMayHaveTwoTypes() {
        AliasEntry entry = alias("a@x.test").plus(Mapping.address("a@x.test"));
        assertThat(entry.targets().text()).isEqualTo("a@x.test");
        assertThat(entry.mappings()).containsExactlyInAnyOrder(Mapping.alias("a@x.test"), Mapping.address("a@x.test"));
        assertThat(entry.minus(Mapping.alias("a@x.test")).mappings()).containsExactly(Mapping.address("a@x.test"));
    }

    @Test
    void targetsKeepTheirTypeWhenTheAddressBeginsToNameItself() {
        AliasEntry entry = alias("a@x.test").plus(Mapping.address(SALES));
        assertThat(entry.mappings()).containsExactlyInAnyOrder(Mapping.alias("a@x.test"), Mapping.address(SALES));
        assertThat(entry.minus(Mapping.address(SALES)).mappings()).containsExactly(Mapping.alias("a@x.test"));
    }

    @Test
    void lettersCaseIsKeptButMakesNoDifference() {
        AliasEntry entry = alias("Bob@X.test");
        assertThat(entry.contains(Mapping.alias("bob@x.test"))).isTrue();
        assertThat(entry.plus(Mapping.alias("BOB@x.test")).targets().text()).isEqualTo("Bob@X.test");
        assertThat(entry.minus(Mapping.alias("bob@x.test")).targets().list()).isEmpty();
    }

    @Test
    void aWholeDomainAsTargetIsADomainMapping() {
        AliasEntry entry = new AliasEntry("@a.test", false, Targets.parse("@a.test", "@b.test"), Set.of());
        assertThat(entry.mappings()).containsExactly(Mapping.of(Mapping.Type.Domain, "b.test"));
        assertThat(entry.plus(Mapping.alias("x@y.test")).targets().text()).isEqualTo("@b.test,x@y.test");
    }

    @Test
    void nothingIsLeftOfAnAliasWithoutTargetsButAMailboxGetsItsMail() {
        Mapping only = Mapping.forward("a@x.test");
        assertThat(alias("a@x.test").minus(Mapping.alias("a@x.test")).targets().list())
                .isEmpty();
        assertThat(mailbox("a@x.test").minus(only).targets().text()).isEqualTo(SALES);
        assertThat(mailbox("a@x.test").minus(Mapping.forward("other@x.test")).mappings())
                .containsExactly(only);
    }

    @Test
    void aLongListIsReadAndChanged() {
        String list = IntStream.range(0, 50_000)
                .mapToObj(number -> "user" + number + "@other.test")
                .collect(Collectors.joining(",\r\n"));
        AliasEntry entry = alias(list + "," + list);
        assertThat(entry.mappings()).hasSize(50_000);
        assertThat(entry.plus(Mapping.group("more@other.test"))
                        .minus(Mapping.alias("user7@other.test"))
                        .mappings())
                .hasSize(50_000);
    }

    private static AliasEntry alias(String targets) {
        return new AliasEntry(SALES, false, Targets.parse(SALES, targets), Set.of());
    }

    private static AliasEntry mailbox(String targets) {
        return new AliasEntry(SALES, true, Targets.parse(SALES, targets), Set.of());
    }
}
