// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.address.Path;
import org.posthorn.smtp.address.PathArgument;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;

/**
 * MAIL (RFC 5321 section 4.1.1.2) with SIZE (RFC 1870), BODY (RFC 6152) and, where a user is logged in, AUTH (RFC 4954
 * section 5), which is read and ignored.
 */
public final class MailCommand extends AbstractHookableCmdHandler<MailHook> {

    private static final AttachmentKey<MaybeSender> CANDIDATE = AttachmentKey.of("SENDER_CANDIDATE", MaybeSender.class);

    private static final Response NESTED = Replies.reply("503", "5.5.1 Error: nested MAIL command");
    private static final Response SYNTAX = Replies.reply("501", "5.5.4 Syntax: MAIL FROM:<address>");
    private static final Response BAD_ADDRESS = Replies.reply("501", "5.1.7 Bad sender address syntax");
    private static final Response BAD_SIZE = Replies.reply("501", "5.5.4 Bad message size syntax");
    private static final Response TOO_BIG = Replies.reply("552", "5.3.4 Message size exceeds fixed limit");
    private static final Response OK = Replies.reply("250", "2.1.0 Ok");

    @Inject
    public MailCommand(MetricFactory metricFactory) {
        super(metricFactory);
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("MAIL");
    }

    @Override
    protected @Nullable Response doFilterChecks(SMTPSession session, String command, String argument) {
        PosthornSession ours = PosthornSession.of(session);
        if (!ours.greeted()) {
            return Replies.HELO_FIRST;
        }
        if (ours.inTransaction()) {
            return NESTED;
        }
        Optional<PathArgument> parsed = PathArgument.parse(argument, "FROM");
        if (parsed.isEmpty()) {
            return SYNTAX;
        }
        Response refusal = refusePath(session, parsed.get().path());
        return refusal != null ? refusal : refuseParameters(ours, parsed.get());
    }

    private static @Nullable Response refusePath(SMTPSession session, Path path) {
        if (path instanceof Path.Unqualified unqualified) {
            return Replies.reply(
                    "504",
                    "5.5.2 <" + Replies.echo(unqualified.text())
                            + ">: Sender address rejected: need fully-qualified address");
        }
        if (path instanceof Path.Mailbox mailbox) {
            session.setAttachment(CANDIDATE, MaybeSender.of(mailbox.address()), State.Transaction);
            return null;
        }
        if (path instanceof Path.Null) {
            session.setAttachment(CANDIDATE, MaybeSender.nullSender(), State.Transaction);
            return null;
        }
        return BAD_ADDRESS;
    }

    private static @Nullable Response refuseParameters(PosthornSession session, PathArgument argument) {
        for (String parameter : argument.parameters()) {
            Response refusal = refuseParameter(session, parameter);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable Response refuseParameter(PosthornSession session, String parameter) {
        String name = parameter.toUpperCase(Locale.ROOT);
        if (name.startsWith("SIZE=")) {
            return refuseSize(session, parameter.substring("SIZE=".length()));
        }
        boolean known = name.equals("BODY=7BIT")
                || name.equals("BODY=8BITMIME")
                || name.startsWith("AUTH=") && session.getUsername() != null;
        return known ? null : Replies.reply("555", "5.5.4 Unsupported option: " + Replies.echo(parameter));
    }

    private static @Nullable Response refuseSize(PosthornSession session, String digits) {
        if (digits.isEmpty() || digits.length() > 20 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return BAD_SIZE;
        }
        long size = digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
        long limit = session.getConfiguration().getMaxMessageSize();
        if (limit > 0 && size > limit) {
            return TOO_BIG;
        }
        session.setAttachment(PosthornSession.DECLARED_SIZE, size, State.Transaction);
        return null;
    }

    @Override
    protected HookResult callHook(MailHook hook, SMTPSession session, String argument) {
        return hook.doMail(session, candidate(session));
    }

    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String argument) {
        session.setAttachment(SMTPSession.SENDER, candidate(session), State.Transaction);
        return OK;
    }

    private static MaybeSender candidate(SMTPSession session) {
        return session.getAttachment(CANDIDATE, State.Transaction).orElseThrow();
    }

    @Override
    protected Class<MailHook> getHookInterface() {
        return MailHook.class;
    }
}
