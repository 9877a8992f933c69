// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * How the running server is reached: its JMX port on this machine, with the user and password that it made for itself.
 *
 * @param port of JMX on 127.0.0.1
 * @param user of JMX
 * @param password of that user
 */
record ServerAccess(int port, String user, String password) {

    static final String HOST = "127.0.0.1";

    /** Reads {@code secrets/jmxremote.password} under the data directory. */
    static ServerAccess of(Path home, int port) throws Refusal {
        Path file = home.resolve("secrets").resolve("jmxremote.password");
        try {
            String[] words =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().split("\\s+", 2);
            if (words.length != 2) {
                throw new Refusal(ExitCode.UNAVAILABLE, file + " does not hold a user and a password");
            }
            return new ServerAccess(port, words[0], words[1]);
        } catch (AccessDeniedException e) {
            throw new Refusal(ExitCode.NO_PERMISSION, "only the server's own user and root may read " + file);
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.UNAVAILABLE,
                    "no server has run with the data directory " + home + ": ./posthorn up starts one");
        }
    }

    @SuppressWarnings("BanJNDI") // the registry of the server on this machine, at an address that is ours
    JMXConnector connect() throws IOException {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + HOST + ":" + port + "/jmxrmi");
        return JMXConnectorFactory.connect(url, Map.of(JMXConnector.CREDENTIALS, new String[] {user, password}));
    }

    /** What the user is told when nobody answers on the port. */
    Refusal unavailable() {
        return new Refusal(
                ExitCode.UNAVAILABLE,
                "the server does not answer on port " + port
                        + " of 127.0.0.1: ./posthorn status shows whether it runs");
    }

    @Override
    public String toString() {
        return "ServerAccess[port=" + port + ", user=" + user + "]";
    }
}
