// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.session.PosthornSession;
import org.posthorn.spool.journal.SpoolFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the mail to the spool, and says 250 when the spool has taken it.
 *
 * <h2>Parameters</h2>   none.
 * <h2>Reads</h2>        the mail.
 * <h2>Writes</h2>       the queue {@code spool}.
 * <h2>Failure</h2>      452 4.3.1 when the disk is full, 451 4.3.0 when the spool does not take the mail for another reason;
 *                         nothing was accepted then.
 * <h2>Limits</h2>       must be the last of the hooks.
 */
public final class SpoolMessage implements JamesMessageHook {

    /** The message's own name, kept for the log line. */
    static final AttachmentKey<String> MESSAGE_ID = AttachmentKey.of("MESSAGE_ID", String.class);

    private static final Logger LOGGER = LoggerFactory.getLogger(SpoolMessage.class);

    private final MailQueueFactory<?> queues;
    private @Nullable MailQueue spool;

    @Inject
    public SpoolMessage(MailQueueFactory<?> queues) {
        this.queues = queues;
    }

    @Override
    public void init(Configuration configuration) {
        spool = queues.createQueue(MailQueueFactory.SPOOL);
    }

    @Override
    public void destroy() {
        try {
            if (spool != null) {
                spool.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        MailQueue queue = spool;
        if (queue == null) {
            throw new IllegalStateException("SpoolMessage was not initialised");
        }
        try {
            queue.enQueue(mail);
        } catch (MailQueueException e) {
            decision(session, mail, "later").warn(LOGGER, e);
            return e.getCause() instanceof SpoolFullException
                    ? later("452", "4.3.1 Insufficient system storage")
                    : later("451", "4.3.0 Error: queue file write error");
        }
        decision(session, mail, "accept").log(LOGGER);
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.ok())
                .smtpReturnCode("250")
                .smtpDescription("2.0.0 Ok: queued as " + mail.getName())
                .build();
    }

    private static HookResult later(String code, String text) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.denySoft())
                .smtpReturnCode(code)
                .smtpDescription(text)
                .build();
    }

    private static Decision decision(SMTPSession session, Mail mail, String result) {
        Decision decision = Decision.ofMail(mail.getName(), PosthornSession.of(session), "spool", result)
                .withAddress("from", mail.getMaybeSender().asString("").replace("<>", ""))
                .with("recipients", mail.getRecipients().size());
        session.getAttachment(MESSAGE_ID, State.Transaction).ifPresent(id -> decision.with("message-id", id));
        return session.getUsername() == null
                ? decision
                : decision.with("user", session.getUsername().asString());
    }
}
