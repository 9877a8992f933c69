// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.testing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A test class with one server, whose spool is emptied and whose database is up again after every test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class WithServer {

    protected TestServer server;

    @BeforeAll
    void startServer() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void restore() {
        server.accounts.down(false);
        server.accounts.switchedOff(false);
        server.spool.broken(false);
        server.spool.clear();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }
}
