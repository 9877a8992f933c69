// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/** The name servers to ask: those of a list, or the system's. */
final class NameServers {

    private static final int PORT = 53;

    private NameServers() {}

    /**
     * Reads {@code address[:port]}, comma separated; an IPv6 address with a port stands in brackets.
     *
     * @throws IllegalArgumentException when an element is no address
     */
    static List<InetSocketAddress> parse(String list) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String element : list.split(",", -1)) {
            servers.add(parseOne(element.strip()));
        }
        return List.copyOf(servers);
    }

    /** The machine's own name servers; the loopback address when it has none. */
    static List<InetSocketAddress> ofSystem() {
        List<InetSocketAddress> servers = ResolverConfig.getCurrentConfig().servers();
        return servers.isEmpty()
                ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT))
                : List.copyOf(servers);
    }

    private static InetSocketAddress parseOne(String element) {
        int colon = element.lastIndexOf(':');
        boolean portGiven = colon > 0 && (element.charAt(colon - 1) == ']' || element.indexOf(':') == colon);
        String address = portGiven ? element.substring(0, colon) : element;
        int port = portGiven ? Integer.parseInt(element.substring(colon + 1)) : PORT;
        return new InetSocketAddress(literal(address), port);
    }

    private static InetAddress literal(String address) {
        try {
            if (!address.matches("[0-9.]+|\\[?[0-9A-Fa-f:.]+]?")) {
                throw new IllegalArgumentException("not an address: " + address);
            }
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }
}
