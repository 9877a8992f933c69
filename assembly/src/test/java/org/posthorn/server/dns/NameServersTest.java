// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class NameServersTest {

    @Test
    void addressesWithAndWithoutPortAreRead() {
        assertThat(NameServers.parse("127.0.0.1:5353, 9.9.9.9"))
                .containsExactly(new InetSocketAddress("127.0.0.1", 5353), new InetSocketAddress("9.9.9.9", 53));
    }

    @Test
    void longAddressesAreRead() {
        assertThat(NameServers.parse("::1,[::1]:5353,[fd00::2]"))
                .containsExactly(
                        new InetSocketAddress("::1", 53),
                        new InetSocketAddress("::1", 5353),
                        new InetSocketAddress("fd00::2", 53));
    }

    @Test
    void nameIsNoAddress() {
        assertThatThrownBy(() -> NameServers.parse("dns.example.test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dns.example.test");
    }

    @Test
    void systemAlwaysHasOne() {
        assertThat(NameServers.ofSystem()).isNotEmpty();
    }
}
