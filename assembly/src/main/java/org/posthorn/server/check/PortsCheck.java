// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.server.settings.Kind;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;
import org.w3c.dom.Element;

/** The ports: each used once, each still free. */
final class PortsCheck {

    private static final List<String> FRONTS = List.of("smtpserver", "imapserver", "pop3server");
    private static final String LOOPBACK = "127.0.0.1";

    private final Path directory;
    private final Map<String, String> environment;
    private final Problems problems;
    private final Map<Integer, String> users = new LinkedHashMap<>();

    PortsCheck(Path directory, Map<String, String> environment, Problems problems) {
        this.directory = directory;
        this.environment = environment;
        this.problems = problems;
    }

    void run() {
        FRONTS.forEach(this::front);
        PosthornSettings settings = PosthornSettings.of(environment);
        settings.text(Setting.BIND).ifPresent(address -> port(settings, address, Setting.SIEVE_PORT));
        port(settings, LOOPBACK, Setting.WEBADMIN_PORT);
        port(settings, LOOPBACK, Setting.JMX_PORT);
    }

    private void front(String front) {
        Path file = directory.resolve(front + ".xml");
        if (!Files.isReadable(file)) {
            return;
        }
        XmlFile.read(file, new Problems()).ifPresent(root -> XmlFile.children(root, front).stream()
                .filter(server -> !server.getAttribute("enabled").equals("false"))
                .flatMap(server -> XmlFile.children(server, "bind").stream())
                .map(Element::getTextContent)
                .forEach(bind -> binding(
                        front + ".xml", Placeholders.resolve(bind, environment).strip())));
    }

    private void binding(String file, String binding) {
        int colon = binding.lastIndexOf(':');
        if (colon > 0 && Kind.PORT.accepts(binding.substring(colon + 1))) {
            use(file, binding.substring(0, colon), Integer.parseInt(binding.substring(colon + 1)));
        }
    }

    private void port(PosthornSettings settings, String address, Setting setting) {
        settings.text(setting)
                .filter(Kind.PORT::accepts)
                .ifPresent(port -> use(setting.variable(), address, Integer.parseInt(port)));
    }

    private void use(String user, String address, int port) {
        String other = users.putIfAbsent(port, user);
        if (other != null) {
            problems.add(user, "port " + port, "is wanted twice, here and by " + other);
            return;
        }
        if (!Kind.IPV4_ADDRESS.accepts(address)) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            problems.add(user, "port " + port, why(address, port, e));
        }
    }

    private static String why(String address, int port, IOException refusal) {
        String reason = String.valueOf(refusal.getMessage());
        if (reason.contains("Permission denied")) {
            return "needs a right that the server does not have: choose a port above 1023, or let the start script, as"
                    + " root, hand the right over";
        }
        if (reason.contains("Cannot assign")) {
            return "the address " + address + " is not one of this machine";
        }
        return "is taken" + PortHolder.of(port).map(holder -> " by " + holder).orElse("") + " (" + reason + ")";
    }
}
