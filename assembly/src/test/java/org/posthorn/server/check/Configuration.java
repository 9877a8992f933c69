// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.posthorn.server.Directories;

/** A copy of the shipped configuration in a directory of its own, to be spoilt, and an environment that fits it. */
final class Configuration {

    static final Path SHIPPED = Path.of("..", "james-conf");

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    private Configuration(Path directory) {
        this.directory = directory;
    }

    static Configuration in(Path temporary) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("conf"));
        try (Stream<Path> files = Files.list(SHIPPED)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Configuration configuration = new Configuration(directory);
        Path password = Files.writeString(temporary.resolve("password"), "secret");
        configuration.environment.put("POSTHORN_BIND", "127.0.0.1");
        configuration.environment.put("POSTHORN_DB_URL", "jdbc:mysql://127.0.0.1:3306/postfix");
        configuration.environment.put("POSTHORN_DB_PASSWORD_FILE", password.toString());
        Set<Integer> taken = new HashSet<>();
        for (String port : List.of("SMTP", "SUBMISSION", "SUBMISSIONS", "IMAPS", "POP3S", "SIEVE", "WEBADMIN", "JMX")) {
            configuration.environment.put("POSTHORN_" + port + "_PORT", Integer.toString(freePort(taken)));
        }
        return configuration;
    }

    Configuration set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Configuration unset(String variable) {
        environment.remove(variable);
        return this;
    }

    String value(String variable) {
        return environment.getOrDefault(variable, "");
    }

    Configuration replace(String file, String text, String replacement) throws IOException {
        String old = Files.readString(directory.resolve(file));
        if (!old.contains(text)) {
            throw new IllegalArgumentException(file + " does not hold " + text);
        }
        Files.writeString(directory.resolve(file), old.replace(text, replacement));
        return this;
    }

    Configuration write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
        return this;
    }

    Configuration delete(String file) throws IOException {
        Files.delete(directory.resolve(file));
        return this;
    }

    Path directory() {
        return directory;
    }

    List<String> problems() {
        Path home = directory.resolveSibling("home");
        return ConfigurationCheck.of(new Directories(home, directory), environment).problems().stream()
                .map(Problem::line)
                .toList();
    }

    private static int freePort(Set<Integer> taken) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = socket.getLocalPort();
            return taken.add(port) ? port : freePort(taken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
