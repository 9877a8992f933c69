// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import java.io.IOException;
import javax.annotation.PreDestroy;
import org.apache.james.lifecycle.api.Startable;
import org.posthorn.sieve.managesieve.ManageSieveFront;

/** The ManageSieve server, started and stopped with the others. */
final class ManageSieve implements Startable {

    private final ManageSieveFront front;

    ManageSieve(ManageSieveFront front) {
        this.front = front;
    }

    void start() throws IOException {
        front.start();
    }

    @PreDestroy
    void stop() {
        front.stop();
    }
}
