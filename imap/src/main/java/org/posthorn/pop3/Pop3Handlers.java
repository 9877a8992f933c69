// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import java.util.List;
import java.util.stream.Stream;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.pop3.core.DeleCmdHandler;
import org.apache.james.protocols.pop3.core.ListCmdHandler;
import org.apache.james.protocols.pop3.core.NoopCmdHandler;
import org.apache.james.protocols.pop3.core.QuitCmdHandler;
import org.apache.james.protocols.pop3.core.RetrCmdHandler;
import org.apache.james.protocols.pop3.core.RsetCmdHandler;
import org.apache.james.protocols.pop3.core.StatCmdHandler;
import org.apache.james.protocols.pop3.core.TopCmdHandler;
import org.apache.james.protocols.pop3.core.UidlCmdHandler;
import org.apache.james.protocols.pop3.core.UnknownCmdHandler;
import org.apache.james.protocols.pop3.core.WelcomeMessageHandler;

/**
 * The POP3 commands of this server, named by {@code coreHandlersPackage} in {@code pop3server.xml}: James's for the
 * mailbox, ours for the login and CAPA. STLS is none of them, since TLS is implicit.
 */
public final class Pop3Handlers implements HandlersPackage {

    @Override
    public List<String> getHandlers() {
        return Stream.of(
                        WelcomeMessageHandler.class,
                        CommandDispatcher.class,
                        CapaCommand.class,
                        UserCommand.class,
                        PassCommand.class,
                        AuthCommand.class,
                        ListCmdHandler.class,
                        UidlCmdHandler.class,
                        RsetCmdHandler.class,
                        DeleCmdHandler.class,
                        NoopCmdHandler.class,
                        RetrCmdHandler.class,
                        TopCmdHandler.class,
                        StatCmdHandler.class,
                        QuitCmdHandler.class,
                        UnknownCmdHandler.class)
                .map(Class::getName)
                .toList();
    }
}
