// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.InMemoryDNSService;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.testing.MariaDbServer;

class PostfixAdminDomainListTest {

    private static final Domain HOST = Domain.of("mail.example.test");

    private final PanelDatabase panel = PanelDatabase.empty(MariaDbServer.flavour());
    private final PostfixAdminDomainList domains =
            new PostfixAdminDomainList(new InMemoryDNSService(), panel.accounts(), panel.domains());

    @Test
    void theDefaultDomainIsNotMadeAndNotLocal() throws Exception {
        domains.configure(DomainListConfiguration.builder().defaultDomain(HOST).build());
        assertThat(panel.size()).isZero();
        assertThat(domains.getDefaultDomain()).isEqualTo(HOST);
        assertThat(domains.containsDomain(HOST)).isFalse();
    }

    @Test
    void refusesDomainsFromElsewhereAndACache() {
        for (DomainListConfiguration.Builder builder : new DomainListConfiguration.Builder[] {
            DomainListConfiguration.builder().autoDetect(true),
            DomainListConfiguration.builder().autoDetectIp(true),
            DomainListConfiguration.builder().cacheEnabled(true),
            DomainListConfiguration.builder().addConfiguredDomain(HOST)
        }) {
            assertThatThrownBy(() -> domains.configure(builder))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("domainlist.xml: ");
        }
    }

    @Test
    void aChangeInThePanelCountsAtOnce() throws Exception {
        domains.configure(DomainListConfiguration.DEFAULT);
        Domain example = Domain.of("example.test");
        panel.withDomains("example.test");
        assertThat(domains.containsDomain(example)).isTrue();
        panel.run("UPDATE domain SET active = 0");
        assertThat(domains.containsDomain(example)).isFalse();
        panel.run("UPDATE domain SET active = 1, backupmx = 1");
        assertThat(domains.containsDomain(example)).isFalse();
        assertThat(domains.getDomains()).containsExactly(Domain.LOCALHOST);
    }

    @Test
    void tellsWhyADomainIsRefused() throws Exception {
        domains.configure(DomainListConfiguration.DEFAULT);
        assertThatThrownBy(() -> domains.addDomain(Domain.LOCALHOST))
                .isInstanceOf(DomainListException.class)
                .hasMessage("no name for a mail domain: 'localhost'");
        assertThatThrownBy(() -> domains.addDomain(Domain.of("m\u00fcller.test")))
                .isInstanceOf(DomainListException.class);
        assertThat(panel.size()).isZero();
    }
}
