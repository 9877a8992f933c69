// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.PosthornServer.Port;

/** WebAdmin and JMX are for the administrator of this machine alone. */
class AdministrationIT {

    private final Stack stack = Stack.shared();

    @Test
    void webAdminAnswersNobodyWithoutTheToken() throws Exception {
        assertThat(webAdmin("").statusCode()).isEqualTo(401);
        assertThat(webAdmin("wrong").statusCode()).isEqualTo(401);
        assertThat(webAdmin("").body()).doesNotContain("example.test");

        String token = Files.readString(secret("webadmin.token")).strip();
        assertThat(webAdmin(token).statusCode()).isEqualTo(200);
        assertThat(webAdmin(token).body()).contains("example.test");
    }

    @Test
    void jmxRefusesAStranger() {
        assertThatThrownBy(() -> jmx(Map.of())).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> jmx(Map.of(JMXConnector.CREDENTIALS, new String[] {"james-admin", "changeme"})))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void webAdminAndJmxListenOnLoopbackOnly() throws Exception {
        for (Port service : List.of(Port.WEBADMIN, Port.JMX)) {
            String port = String.format("%04X", stack.port(service));
            try (Stream<String> sockets =
                    Stream.concat(Files.lines(Path.of("/proc/net/tcp")), Files.lines(Path.of("/proc/net/tcp6")))) {
                assertThat(sockets.map(line -> line.strip().split("\\s+"))
                                .filter(fields -> fields.length > 3 && fields[3].equals("0A"))
                                .map(fields -> fields[1])
                                .filter(local -> local.endsWith(":" + port)))
                        .isNotEmpty()
                        .allMatch(local -> local.startsWith("0100007F")
                                || local.startsWith("0000000000000000FFFF00000100007F")
                                || local.startsWith("00000000000000000000000001000000"));
            }
        }
    }

    @Test
    void nothingListensButThePortsThatWereAskedFor() throws IOException {
        Set<Integer> asked = Arrays.stream(Port.values())
                .filter(port -> port != Port.DB)
                .map(stack::port)
                .collect(Collectors.toSet());

        assertThat(portsOf(stack.posthorn().processId("server"))).isEqualTo(asked);
    }

    @Test
    void everySecretIsReadableByTheServersUserAlone() throws IOException {
        try (Stream<Path> files = Files.list(stack.posthorn().home().resolve("secrets"))) {
            List<Path> all = files.toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void theServerDoesNotRunAsRoot() throws IOException {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            List<ProcessHandle> servers = processes
                    .filter(process -> commandLine(process)
                            .contains("-Dposthorn.home=" + stack.posthorn().home()))
                    .toList();
            assertThat(servers).isNotEmpty();
            for (ProcessHandle server : servers) {
                assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/status")))
                        .doesNotContain("Uid:\t0");
            }
        }
    }

    @Test
    void theGreetingTellsNoVersion() {
        try (Session client = Session.plain(stack.port(Port.SMTP))) {
            assertThat(client.reply()).startsWith("220 mail.example.test ").doesNotContainPattern("[0-9]\\.[0-9]");
        }
    }

    /** The TCP ports on which a process listens: sockets that are its own and in the state LISTEN (proc(5)). */
    private static Set<Integer> portsOf(long process) throws IOException {
        Set<String> own = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + process + "/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException e) {
                    continue; // closed meanwhile
                }
            }
        }
        Set<Integer> ports = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals("0A") && own.contains("socket:[" + fields[9] + "]")) {
                    ports.add(Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // gone, or another user's
        }
    }

    private HttpResponse<String> webAdmin(String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://" + InetAddress.getByName("127.0.0.1").getHostAddress() + ":"
                                + stack.port(Port.WEBADMIN) + "/domains"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @SuppressWarnings("BanJNDI") // the registry of the server on this machine, which the test has started
    private void jmx(Map<String, ?> environment) throws IOException {
        JMXServiceURL url =
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + stack.port(Port.JMX) + "/jmxrmi");
        try (JMXConnector connection = JMXConnectorFactory.connect(url, environment)) {
            throw new AssertionError("connected without a password: " + connection);
        }
    }

    private Path secret(String name) {
        return stack.posthorn().home().resolve("secrets").resolve(name);
    }
}
