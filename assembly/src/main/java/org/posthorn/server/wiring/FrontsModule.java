// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.POP3ServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.protocols.SMTPServerModule;

/** The servers that clients talk to. */
public final class FrontsModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new ProtocolHandlerModule());
        install(new SMTPServerModule());
        install(new IMAPServerModule());
        install(new POP3ServerModule());
    }
}
