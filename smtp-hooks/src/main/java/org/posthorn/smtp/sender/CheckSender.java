// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.sender;

import javax.inject.Inject;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Mailbox;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a logged-in user send under his own addresses only, and only while he has a mailbox: one that was switched off
 * since he logged in ends his sending with the next mail.
 *
 * <h2>Parameters</h2>   none.
 * <h2>Reads</h2>        the login; the accounts, twice for every mail.
 * <h2>Writes</h2>       nothing.
 * <h2>Failure</h2>      somebody else's address: 553 5.7.1, told at MAIL. Mailbox gone or switched off: 550 5.7.1.
 *     Database down: 451 4.3.0.
 * <h2>Limits</h2>       the envelope's sender only. The null sender is let pass: read receipts are sent under it.
 *     Without a login nothing is checked.
 */
public final class CheckSender implements MailHook {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckSender.class);

    private final Accounts accounts;

    @Inject
    public CheckSender(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        Username username = session.getUsername();
        if (username == null) {
            return HookResult.DECLINED;
        }
        return check(PosthornSession.of(session), username.asString(), sender.asString(""));
    }

    private HookResult check(PosthornSession session, String user, String sender) {
        try {
            if (accounts.mailbox(user).filter(Mailbox::active).isEmpty()) {
                decision(session, "reject", user, sender)
                        .with("reason", "switched-off")
                        .log(LOGGER);
                return switchedOff(user);
            }
            boolean own = sender.isEmpty() || accounts.maySendAs(user, sender);
            decision(session, own ? "accept" : "reject", user, sender).log(LOGGER);
            return own ? HookResult.DECLINED : refused(user, sender);
        } catch (AccountsUnavailableException e) {
            decision(session, "later", user, sender).warn(LOGGER, e);
            return HookResult.builder()
                    .hookReturnCode(HookReturnCode.denySoft())
                    .smtpReturnCode("451")
                    .smtpDescription("4.3.0 <" + Replies.echo(sender) + ">: Temporary lookup failure")
                    .build();
        }
    }

    private static Decision decision(PosthornSession session, String result, String user, String sender) {
        return Decision.of(session, "sender", result).with("user", user).withAddress("from", sender);
    }

    private static HookResult switchedOff(String user) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode("550")
                .smtpDescription("5.7.1 Sender rejected: user " + Replies.echo(user) + " may no longer send")
                .build();
    }

    private static HookResult refused(String user, String sender) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode("553")
                .smtpDescription("5.7.1 <" + Replies.echo(sender) + ">: Sender address rejected: not owned by user "
                        + Replies.echo(user))
                .build();
    }
}
