// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("BanJNDI") // the address is that of the server started here
class JmxEndpointTest {

    private static final String BEAN = "org.posthorn.test:type=component,name=greeting";

    @TempDir
    private Path secrets;

    private int port;
    private JmxEndpoint endpoint;

    /** What the test asks for. */
    public interface GreetingMBean {
        String getGreeting();
    }

    /** Answers it. */
    public static final class Greeting implements GreetingMBean {
        @Override
        public String getGreeting() {
            return "hello";
        }
    }

    @BeforeEach
    void start() throws Exception {
        port = freePort();
        Secrets.in(secrets).jmx();
        endpoint = new JmxEndpoint(port, secrets);
        endpoint.start();
        endpoint.register(BEAN, new Greeting());
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    @Test
    void rightPasswordReadsBeans() throws Exception {
        try (JMXConnector connector = connect(password())) {
            assertThat(connector.getMBeanServerConnection().getAttribute(new ObjectName(BEAN), "Greeting"))
                    .isEqualTo("hello");
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThatThrownBy(() -> connect("wrong")).isInstanceOf(SecurityException.class);
    }

    @Test
    void missingPasswordIsRefused() {
        assertThatThrownBy(() -> JMXConnectorFactory.connect(url())).isInstanceOf(SecurityException.class);
    }

    @Test
    void nothingListensElsewhereOnThePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"))) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void anotherEndpointOffersTheSameBeansAfterStop() throws Exception {
        endpoint.stop();

        port = freePort();
        endpoint = new JmxEndpoint(port, secrets);
        endpoint.start();
        endpoint.register(BEAN, new Greeting());

        rightPasswordReadsBeans();
    }

    private JMXConnector connect(String password) throws IOException {
        return JMXConnectorFactory.connect(
                url(), Map.of(JMXConnector.CREDENTIALS, new String[] {Secrets.JMX_USER, password}));
    }

    private JMXServiceURL url() throws IOException {
        return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
    }

    private String password() throws IOException {
        return Files.readString(secrets.resolve("jmxremote.password")).strip().split(" ")[1];
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
