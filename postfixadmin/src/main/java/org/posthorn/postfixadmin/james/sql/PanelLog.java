// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import org.jdbi.v3.core.Handle;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change as the panel's audit log, the table {@code log}, tells of it; and as ours does.
 *
 * @param domain the domain to whose administrators the panel shows the line
 * @param action the panel's word for it, such as {@code create_mailbox}
 * @param data what was changed; in the panel the name of the row
 */
record PanelLog(String domain, String action, String data) {

    private static final Logger LOGGER = LoggerFactory.getLogger(PanelLog.class);
    private static final String INSERT =
            "INSERT INTO log (`timestamp`, username, domain, action, data) VALUES (NOW(), ?, ?, ?, ?)";

    /** Writes the panel's line, in the change's own transaction. */
    void write(Handle handle, PanelSettings settings) {
        handle.execute(INSERT, settings.author(), domain, action, data);
    }

    /** Writes our line, once the change is committed. */
    void done() {
        LOGGER.info("accounts={} domain={} on={} result=done", action, domain, LogText.of(data));
    }
}
