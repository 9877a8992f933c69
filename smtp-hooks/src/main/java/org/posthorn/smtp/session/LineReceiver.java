// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.session;

import org.apache.james.protocols.api.Response;
import org.jspecify.annotations.Nullable;

/** Takes the one line that a command asked the client for. */
@FunctionalInterface
public interface LineReceiver {

    /**
     * @param text without its line end; empty when too long
     * @param tooLong whether the line exceeded the limit
     * @return the reply, or null when it will come through {@link PosthornSession#respondLater}
     */
    @Nullable
    Response onLine(byte[] text, boolean tooLong);
}
