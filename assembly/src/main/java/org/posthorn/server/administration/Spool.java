// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import java.io.IOException;
import java.nio.file.Path;
import javax.inject.Inject;
import org.posthorn.spool.queue.SpoolAdministration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the spool for a copy of itself. */
public final class Spool implements SpoolMXBean {

    private static final Logger LOGGER = LoggerFactory.getLogger(Spool.class);

    private final SpoolAdministration spool;

    @Inject
    public Spool(SpoolAdministration spool) {
        this.spool = spool;
    }

    @Override
    public String snapshot() {
        try {
            Path snapshot = spool.snapshot();
            LOGGER.info("spool snapshot={} by=administrator", snapshot);
            return snapshot.toString();
        } catch (IOException e) {
            throw new IllegalStateException("the spool cannot be copied: " + e.getMessage());
        }
    }
}
