// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.annotation.PreDestroy;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import org.apache.james.lifecycle.api.Startable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JMX over RMI, registry and server on one port of the loopback interface; James's own leaves the second one open on
 * every interface. It asks for the password in {@link Secrets}, and takes nothing but strings before it knows it.
 */
public final class JmxEndpoint implements Startable {

    private static final Logger LOGGER = LoggerFactory.getLogger(JmxEndpoint.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int BACKLOG = 50;

    private final int port;
    private final Path passwords;
    private final Path rights;
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> registered = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    public JmxEndpoint(int port, Path secrets) {
        this.port = port;
        this.passwords = secrets.resolve("jmxremote.password");
        this.rights = secrets.resolve("jmxremote.access");
    }

    /** Listens. */
    public void start() throws IOException {
        System.setProperty("java.rmi.server.hostname", LOOPBACK);
        LoopbackSockets loopback = new LoopbackSockets();
        open.add(loopback);
        Registry registry = LocateRegistry.createRegistry(port, null, loopback);
        open.add(0, () -> close(registry));
        String address = LOOPBACK + ":" + port;
        JMXConnectorServer server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://" + address + "/jndi/rmi://" + address + "/jmxrmi"),
                Map.of(
                        RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                        loopback,
                        RMIConnectorServer.CREDENTIALS_FILTER_PATTERN,
                        "java.lang.String;!*",
                        "jmx.remote.x.password.file",
                        passwords.toString(),
                        "jmx.remote.x.access.file",
                        rights.toString()),
                beans);
        server.start();
        open.add(0, server::stop);
    }

    /** Offers a bean under a name. */
    public void register(String name, Object bean) throws JMException {
        ObjectName objectName = new ObjectName(name);
        beans.registerMBean(bean, objectName);
        registered.add(objectName);
    }

    /** Closes the port and withdraws the beans. */
    @PreDestroy
    public void stop() {
        registered.forEach(name -> open.add(() -> beans.unregisterMBean(name)));
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                LOGGER.warn("check=jmx result=not-closed cause={}", String.valueOf(e));
            }
        }
        open.clear();
        registered.clear();
    }

    private static void close(Registry registry) throws NoSuchObjectException {
        UnicastRemoteObject.unexportObject(registry, true);
    }

    /** Server sockets on the loopback interface, which RMI would leave open at the end. */
    private static final class LoopbackSockets implements RMIServerSocketFactory, AutoCloseable {

        private final Queue<ServerSocket> sockets = new ConcurrentLinkedQueue<>();

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getByName(LOOPBACK));
            sockets.add(socket);
            return socket;
        }

        @Override
        public void close() throws IOException {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
