// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp;

import java.util.List;
import java.util.stream.Stream;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.posthorn.smtp.auth.AuthenticationDisabled;
import org.posthorn.smtp.command.CommandLines;
import org.posthorn.smtp.command.DisabledCommands;
import org.posthorn.smtp.command.Greeting;
import org.posthorn.smtp.command.HeloCommand;
import org.posthorn.smtp.command.MailCommand;
import org.posthorn.smtp.command.RcptCommand;
import org.posthorn.smtp.command.SessionCommands;
import org.posthorn.smtp.command.StartTlsCommand;
import org.posthorn.smtp.command.UnknownCommand;
import org.posthorn.smtp.message.DataCommand;
import org.posthorn.smtp.message.SpoolMessage;
import org.posthorn.smtp.recipient.CheckRecipient;

/** Port 25: mail from everyone, for our own addresses; no logins. Named by {@code smtpserver.xml}. */
public final class SmtpHandlers implements HandlersPackage {

    @Override
    public List<String> getHandlers() {
        return Stream.<Class<? extends ProtocolHandler>>of(
                        Greeting.class,
                        CommandLines.class,
                        HeloCommand.class,
                        StartTlsCommand.class,
                        AuthenticationDisabled.class,
                        MailCommand.class,
                        RcptCommand.class,
                        CheckRecipient.class,
                        DataCommand.class,
                        SpoolMessage.class,
                        SessionCommands.class,
                        DisabledCommands.class,
                        UnknownCommand.class)
                .map(Class::getName)
                .toList();
    }
}
