// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void findsDifferentPortsBelowThoseOfOutgoingConnections() {
        assertThat(FreePorts.several(20)).hasSize(20).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
    }

    @Test
    void findsPortsThatCanBeBound() throws IOException {
        int port = FreePorts.one();
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(socket.getLocalPort()).isEqualTo(port);
        }
    }
}
