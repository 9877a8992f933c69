// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class FakeDnsTest {
    private final FakeDns dns = FakeDns.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void answersMailExchangersAndAddresses() throws IOException {
        dns.mx("outside.test", 10, "mx1.outside.test")
                .mx("outside.test", 20, "mx2.outside.test")
                .a("mx1.outside.test", "127.0.0.9");

        assertThat(ask("outside.test", Type.MX))
                .containsExactlyInAnyOrder("10 mx1.outside.test.", "20 mx2.outside.test.");
        assertThat(ask("MX1.outside.test", Type.A)).containsExactly("127.0.0.9");
    }

    @Test
    void answersTextsAndPointers() throws IOException {
        dns.txt("outside.test", "v=spf1").ptr("9.0.0.127.in-addr.arpa", "mx1.outside.test");

        assertThat(ask("outside.test", Type.TXT)).containsExactly("\"v=spf1\"");
        assertThat(ask("9.0.0.127.in-addr.arpa", Type.PTR)).containsExactly("mx1.outside.test.");
    }

    @Test
    void hasNothingOfATypeThatANameLacks() throws IOException {
        dns.name("bare.test");

        assertThat(ask("bare.test", Type.MX)).isEmpty();
    }

    @Test
    void doesNotKnowOtherNames() throws IOException {
        assertThat(code("nowhere.test")).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void failsAsLongAsItIsTold() throws IOException {
        dns.a("broken.test", "127.0.0.9").failing("broken.test");
        assertThat(code("broken.test")).isEqualTo(Rcode.SERVFAIL);

        dns.working("broken.test");
        assertThat(ask("broken.test", Type.A)).containsExactly("127.0.0.9");
        assertThat(dns.questions()).contains("broken.test");
    }

    private List<String> ask(String name, int type) throws IOException {
        return lookUp(name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private int code(String name) throws IOException {
        return lookUp(name, Type.A).getRcode();
    }

    private Message lookUp(String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(InetAddress.getByName("127.0.0.1"));
        resolver.setPort(dns.port());
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
    }
}
