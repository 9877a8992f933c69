// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.jspecify.annotations.Nullable;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.smtp.address.Path;
import org.posthorn.smtp.address.PathArgument;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.recipient.LocalPostmaster;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RCPT (RFC 5321 section 4.1.1.3): what can be refused by looking at the address. Whether it is somebody's is decided by
 * the {@link RcptHook}s behind.
 */
public final class RcptCommand extends AbstractHookableCmdHandler<RcptHook> {

    private static final AttachmentKey<Boolean> TRIED = AttachmentKey.of("RCPT_TRIED", Boolean.class);

    /** Recipients of one mail; RFC 5321 section 4.5.3.1.8 asks for 100 at least. */
    static final int MAXIMUM_RECIPIENTS = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(RcptCommand.class);
    private static final Response NEED_MAIL = Replies.reply("503", "5.5.1 Error: need MAIL command");
    private static final Response SYNTAX = Replies.reply("501", "5.5.4 Syntax: RCPT TO:<address>");
    private static final Response BAD_ADDRESS = Replies.reply("501", "5.1.3 Bad recipient address syntax");
    private static final Response TOO_MANY = Replies.reply("452", "4.5.3 Error: too many recipients");
    private static final Response OK = Replies.reply("250", "2.1.5 Ok");

    private final LocalPostmaster postmaster;

    @Inject
    public RcptCommand(MetricFactory metricFactory, LocalPostmaster postmaster) {
        super(metricFactory);
        this.postmaster = postmaster;
    }

    /** Whether the transaction has seen a recipient, taken or not. */
    public static boolean wasTried(PosthornSession session) {
        return session.getAttachment(TRIED, State.Transaction).isPresent();
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("RCPT");
    }

    @Override
    protected @Nullable Response doFilterChecks(SMTPSession session, String command, String argument) {
        PosthornSession ours = PosthornSession.of(session);
        if (!ours.inTransaction()) {
            return NEED_MAIL;
        }
        session.setAttachment(TRIED, true, State.Transaction);
        Optional<PathArgument> parsed = PathArgument.parse(argument, "TO");
        if (parsed.isEmpty()) {
            return SYNTAX;
        }
        if (!parsed.get().parameters().isEmpty()) {
            String first = parsed.get().parameters().get(0);
            return Replies.reply("555", "5.5.4 Unsupported option: " + Replies.echo(first));
        }
        return session.getRcptCount() >= MAXIMUM_RECIPIENTS
                ? TOO_MANY
                : refusePath(ours, parsed.get().path());
    }

    private @Nullable Response refusePath(PosthornSession session, Path path) {
        if (path instanceof Path.Mailbox mailbox) {
            session.setAttachment(RcptCmdHandler.CURRENT_RECIPIENT, mailbox.address(), State.Transaction);
            return null;
        }
        if (path instanceof Path.Routed routed) {
            return refuse(session, routed.text(), "554", "5.7.1", "Relay access denied", "routed-address");
        }
        if (path instanceof Path.Unqualified unqualified) {
            return refuseUnqualified(session, unqualified.text());
        }
        return BAD_ADDRESS;
    }

    private @Nullable Response refuseUnqualified(PosthornSession session, String text) {
        if (!LocalPostmaster.isMeantBy(text)) {
            String need = "Recipient address rejected: need fully-qualified address";
            return refuse(session, text, "504", "5.5.2", need, "no-domain");
        }
        try {
            return acceptPostmaster(session, text);
        } catch (AccountsUnavailableException e) {
            Decision.of(session, "recipient", "later").withAddress("to", text).warn(LOGGER, e);
            return Replies.reply("451", "4.3.0 <" + text + ">: Temporary lookup failure");
        }
    }

    private @Nullable Response acceptPostmaster(PosthornSession session, String text) {
        Optional<MailAddress> address =
                postmaster.address(session.getConfiguration().getHelloName());
        if (address.isEmpty()) {
            return refuse(session, text, "550", "5.1.1", "Recipient address rejected: User unknown", "no-postmaster");
        }
        session.setAttachment(RcptCmdHandler.CURRENT_RECIPIENT, address.get(), State.Transaction);
        return null;
    }

    private static Response refuse(
            PosthornSession session, String recipient, String code, String status, String text, String reason) {
        Decision.of(session, "recipient", "reject")
                .withAddress("to", recipient)
                .with("code", code)
                .with("reason", reason)
                .log(LOGGER);
        return Replies.reply(code, status + " <" + Replies.echo(recipient) + ">: " + text);
    }

    @Override
    protected HookResult callHook(RcptHook hook, SMTPSession session, String argument) {
        MaybeSender sender =
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow();
        return hook.doRcpt(session, sender, current(session), Map.of());
    }

    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String argument) {
        List<MailAddress> recipients =
                session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseGet(ArrayList::new);
        MailAddress recipient = current(session);
        if (!recipients.contains(recipient)) {
            recipients.add(recipient);
        }
        session.setAttachment(SMTPSession.RCPT_LIST, recipients, State.Transaction);
        return OK;
    }

    private static MailAddress current(SMTPSession session) {
        return session.getAttachment(RcptCmdHandler.CURRENT_RECIPIENT, State.Transaction)
                .orElseThrow();
    }

    @Override
    protected Class<RcptHook> getHookInterface() {
        return RcptHook.class;
    }
}
