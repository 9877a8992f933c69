// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.testing.MariaDbFlavour;

/** What the tests of the rules share: an empty panel with the domain {@code example.test}, and short assertions. */
@ParameterizedClass(name = "{0} {1}")
@MethodSource("org.posthorn.postfixadmin.sql.Panel#all")
abstract class PanelTest {

    final Panel panel;
    final PanelVersion version;
    final JdbcAccounts accounts;

    PanelTest(MariaDbFlavour flavour, PanelVersion version) {
        this.version = version;
        this.panel = Panel.empty(flavour, version).domain("example.test");
        this.accounts = panel.accounts(AccountsConfig.DEFAULT);
    }

    /** The resolution in short: {@code LOCAL a@example.test, FOREIGN b@elsewhere.test}, or the name of its type. */
    AbstractStringAssert<?> assertResolution(String address) {
        return assertResolution(accounts, address);
    }

    static AbstractStringAssert<?> assertResolution(JdbcAccounts accounts, String address) {
        Resolution resolution = accounts.resolve(address);
        if (resolution instanceof Resolution.Deliverable deliverable) {
            List<String> targets = deliverable.targets().stream()
                    .map(target -> target.kind() + " " + target.address())
                    .toList();
            return assertThat(String.join(", ", targets));
        }
        return assertThat(resolution.getClass().getSimpleName());
    }

    static String local(String... addresses) {
        return of(DomainKind.LOCAL, addresses);
    }

    static String foreign(String... addresses) {
        return of(DomainKind.FOREIGN, addresses);
    }

    private static String of(DomainKind kind, String... addresses) {
        return String.join(
                ", ",
                Arrays.stream(addresses).map(address -> kind + " " + address).toList());
    }
}
