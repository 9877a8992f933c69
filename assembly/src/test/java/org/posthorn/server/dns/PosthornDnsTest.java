// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PosthornDnsTest {

    private FakeDns server;
    private PosthornDns dns;

    @BeforeEach
    void start() throws IOException {
        server = new FakeDns(
                "outside.test MX 20 second.outside.test.",
                "outside.test MX 10 first.outside.test.",
                "first.outside.test A 192.0.2.1",
                "first.outside.test AAAA 2001:db8::1",
                "bare.test A 192.0.2.7",
                "nomail.test MX 0 .",
                "text.test TXT hello",
                "7.2.0.192.in-addr.arpa PTR bare.test.");
        dns = new PosthornDns(List.of(server.address()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void mailServersComeInTheOrderOfTheirPreference() throws TemporaryResolutionException {
        assertThat(dns.findMXRecords("outside.test")).containsExactly("first.outside.test", "second.outside.test");
    }

    @Test
    void domainWithoutMxIsItsOwnMailServer() throws TemporaryResolutionException {
        assertThat(dns.findMXRecords("bare.test")).containsExactly("bare.test");
    }

    @Test
    void nullMxTakesNoMail() throws TemporaryResolutionException {
        assertThat(dns.findMXRecords("nomail.test")).isEmpty();
    }

    @Test
    void unknownDomainHasNoMailServer() throws TemporaryResolutionException {
        assertThat(dns.findMXRecords("nothing.test")).isEmpty();
    }

    @Test
    void faultOfTheNameServerIsTemporary() {
        assertThatThrownBy(() -> dns.findMXRecords("broken.test")).isInstanceOf(TemporaryResolutionException.class);
    }

    @Test
    void nameThatIsNoneHasNoMailServer() throws TemporaryResolutionException {
        assertThat(dns.findMXRecords("a..b")).isEmpty();
    }

    @Test
    void bothKindsOfAddressesAreFound() throws UnknownHostException {
        assertThat(dns.getAllByName("first.outside.test"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void addressIsItsOwnAnswer() throws UnknownHostException {
        assertThat(dns.getByName("192.0.2.9.").getHostAddress()).isEqualTo("192.0.2.9");
    }

    @Test
    void unknownHostIsToldSo() {
        assertThatThrownBy(() -> dns.getByName("nothing.test")).isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> dns.getByName("broken.test"))
                .isInstanceOf(UnknownHostException.class)
                .hasCauseInstanceOf(TemporaryResolutionException.class);
    }

    @Test
    void addressHasItsNameOrItself() throws UnknownHostException {
        assertThat(dns.getHostName(InetAddress.getByName("192.0.2.7"))).isEqualTo("bare.test");
        assertThat(dns.getHostName(InetAddress.getByName("192.0.2.8"))).isEqualTo("192.0.2.8");
    }

    @Test
    void textIsFound() {
        assertThat(dns.findTXTRecords("text.test")).containsExactly("\"hello\"");
        assertThat(dns.findTXTRecords("broken.test")).isEmpty();
    }
}
