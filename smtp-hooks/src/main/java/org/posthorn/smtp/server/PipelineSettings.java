// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import java.util.function.Supplier;
import org.apache.james.protocols.netty.Encryption;
import org.jspecify.annotations.Nullable;

/**
 * What a server's configuration says about its connections.
 *
 * @param timeout seconds without a byte from the client
 * @param connections open at once; 0 means no limit
 * @param connectionsPerAddress open at once from one address; 0 means no limit
 * @param proxyRequired whether connections begin with the PROXY protocol
 * @param encryption asked at every connection, for certificates are renewed while the server runs
 */
record PipelineSettings(
        int timeout,
        int connections,
        int connectionsPerAddress,
        boolean proxyRequired,
        Supplier<@Nullable Encryption> encryption) {

    /** Whether TLS begins with the connection, as on port 465. */
    boolean implicitTls() {
        Encryption now = encryption.get();
        return now != null && now.supportsEncryption() && !now.isStartTLS();
    }
}
