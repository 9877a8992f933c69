// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.message;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.smtpserver.JamesMessageHook;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.MessageSink;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message on its way in: kept in memory while it is small, else in a file, and dropped as soon as it is too big.
 * Whatever goes wrong, the client is answered at the end of its message, where the answer belongs.
 */
final class MessageReceiver implements MessageSink {

    private static final Logger LOGGER = LoggerFactory.getLogger(MessageReceiver.class);
    private static final Response TOO_BIG = Replies.reply("552", "5.3.4 Error: message file too big");
    private static final Response LATER = Replies.reply("451", "4.3.0 Error: queue file write error");

    private final PosthornSession session;
    private final List<JamesMessageHook> hooks;
    private final MimeMessageInputStreamSource source;
    private final HeaderHold text;
    private final long limit;
    private long size;
    private @Nullable Response failure;

    private MessageReceiver(
            PosthornSession session,
            List<JamesMessageHook> hooks,
            MimeMessageInputStreamSource source,
            HeaderHold text) {
        this.session = session;
        this.hooks = hooks;
        this.source = source;
        this.text = text;
        this.limit = session.getConfiguration().getMaxMessageSize();
    }

    static MessageReceiver start(PosthornSession session, List<JamesMessageHook> hooks) {
        MimeMessageInputStreamSource source = MimeMessageInputStreamSource.create(MailImpl.getId());
        String received = ReceivedField.of(session, source.getSourceId(), recipients(session));
        String hostname = session.getConfiguration().getHelloName();
        boolean submission = session.getUsername() != null;
        TopFields fields = header -> submission ? received + MissingFields.of(header, hostname) : received;
        return new MessageReceiver(session, hooks, source, new HeaderHold(source.getWritableOutputStream(), fields));
    }

    private static List<MailAddress> recipients(PosthornSession session) {
        return session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElse(List.of());
    }

    @Override
    public void write(ByteBuf bytes) {
        size += bytes.readableBytes();
        if (failure != null) {
            return;
        }
        if (limit > 0 && size > limit) {
            fail(TOO_BIG);
            return;
        }
        try {
            text.write(bytes);
        } catch (IOException e) {
            LOGGER.error("mail={} cannot be written; is the disk full?", source.getSourceId(), e);
            fail(LATER);
        }
    }

    private void fail(Response response) {
        failure = response;
        LifecycleUtil.dispose(source);
    }

    @Override
    public Response finish() {
        try {
            return failure == null ? accept() : failed(failure);
        } finally {
            LifecycleUtil.dispose(source);
            session.resetState();
        }
    }

    private Response failed(Response response) {
        Decision.of(session, "size", response == TOO_BIG ? "reject" : "later")
                .with("size", size)
                .with("limit", limit)
                .log(LOGGER);
        return response;
    }

    private Response accept() {
        MailImpl mail = null;
        try {
            text.finish();
            source.getWritableOutputStream().close();
            mail = MailFactory.mail(session, source.getSourceId(), recipients(session));
            mail.setMessageContent(source);
            text.messageId().ifPresent(id -> session.setAttachment(SpoolMessage.MESSAGE_ID, id, State.Transaction));
            return throughHooks(mail);
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.error("mail={} cannot be taken", source.getSourceId(), e);
            return LATER;
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    private Response throughHooks(MailImpl mail) {
        for (JamesMessageHook hook : hooks) {
            SMTPResponse response = AbstractHookableCmdHandler.calcDefaultSMTPResponse(hook.onMessage(session, mail));
            if (response != null) {
                return response;
            }
        }
        LOGGER.error("mail={} was taken by no handler; SpoolMessage must be the last one", mail.getName());
        return LATER;
    }

    @Override
    public void abandon() {
        LifecycleUtil.dispose(source);
    }
}
