// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.io.IOException;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** The running server's beans. */
final class Beans {

    /** Finds out where the server is; only asked when a command is right. */
    interface Server {
        ServerAccess find() throws Refusal;
    }

    /** A question to a bean. */
    interface Question<B, A> {
        A ask(B bean) throws Refusal;
    }

    private final Server server;

    private Beans(Server server) {
        this.server = server;
    }

    static Beans of(Server server) {
        return new Beans(server);
    }

    /** Asks the bean that the server registered under this name. */
    <B, A> A ask(String name, Class<B> type, Question<B, A> question) throws Refusal {
        ServerAccess access = server.find();
        try (JMXConnector connection = access.connect()) {
            return question.ask(JMX.newMXBeanProxy(connection.getMBeanServerConnection(), new ObjectName(name), type));
        } catch (IOException e) {
            throw access.unavailable();
        } catch (MalformedObjectNameException | RuntimeException e) {
            throw ServerFailure.of(e);
        }
    }
}
