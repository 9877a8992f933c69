// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp;

import java.util.List;
import java.util.stream.Stream;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.posthorn.smtp.auth.AuthCommand;
import org.posthorn.smtp.auth.RequireAuthentication;
import org.posthorn.smtp.command.CommandLines;
import org.posthorn.smtp.command.DisabledCommands;
import org.posthorn.smtp.command.Greeting;
import org.posthorn.smtp.command.HeloCommand;
import org.posthorn.smtp.command.MailCommand;
import org.posthorn.smtp.command.RcptCommand;
import org.posthorn.smtp.command.RequireTls;
import org.posthorn.smtp.command.SessionCommands;
import org.posthorn.smtp.command.StartTlsCommand;
import org.posthorn.smtp.command.UnknownCommand;
import org.posthorn.smtp.message.DataCommand;
import org.posthorn.smtp.message.SpoolMessage;
import org.posthorn.smtp.recipient.CheckRecipient;
import org.posthorn.smtp.sender.CheckSender;

/**
 * Ports 587 and 465: mail from our users, for everyone; nothing before TLS, nothing without a login. Named by
 * {@code smtpserver.xml}.
 */
public final class SubmissionHandlers implements HandlersPackage {

    @Override
    public List<String> getHandlers() {
        return Stream.<Class<? extends ProtocolHandler>>of(
                        Greeting.class,
                        CommandLines.class,
                        HeloCommand.class,
                        StartTlsCommand.class,
                        RequireTls.class,
                        RequireAuthentication.class,
                        AuthCommand.class,
                        MailCommand.class,
                        CheckSender.class,
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
