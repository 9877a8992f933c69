// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server;

import java.nio.file.Path;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;

/**
 * The two directories that Posthorn knows: its data, which it writes, and its configuration, which it only reads.
 *
 * @param home where everything is written; absolute
 * @param configuration the plain files that say how the server works; absolute
 */
public record Directories(Path home, Path configuration) implements JamesDirectoriesProvider {

    public Directories {
        home = home.toAbsolutePath().normalize();
        configuration = configuration.toAbsolutePath().normalize();
    }

    /** Certificates and keys that the server made itself. */
    public Path tls() {
        return home.resolve("tls");
    }

    /** The certificate that the server signed itself. */
    public Path certificate() {
        return tls().resolve("cert.pem");
    }

    /** The key of that certificate. */
    public Path key() {
        return tls().resolve("key.pem");
    }

    /** Generated passwords and tokens, one file each, readable by the server's user alone. */
    public Path secrets() {
        return home.resolve("secrets");
    }

    /** The mails on their way; nobody else may write there while the server runs. */
    public Path spool() {
        return home.resolve("spool");
    }

    public Path logs() {
        return home.resolve("log");
    }

    /** What belongs to the running process only. */
    public Path run() {
        return home.resolve("run");
    }

    @Override
    public String getAbsoluteDirectory() {
        return "/";
    }

    @Override
    public String getConfDirectory() {
        return configuration + "/";
    }

    @Override
    public String getVarDirectory() {
        return home + "/";
    }

    @Override
    public String getRootDirectory() {
        return home.toString();
    }
}
