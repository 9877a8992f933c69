// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.session;

import io.netty.buffer.ByteBuf;
import org.apache.james.protocols.api.Response;

/** Takes a message while it is being sent. Exactly one of {@link #finish()} and {@link #abandon()} comes last. */
public interface MessageSink {

    /** A piece of the text; the caller releases it. Failures wait for {@link #finish()}. */
    void write(ByteBuf text);

    /** The message is whole. */
    Response finish();

    /** The client has gone. */
    void abandon();
}
