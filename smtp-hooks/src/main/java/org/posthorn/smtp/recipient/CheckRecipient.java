// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.recipient;

import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.smtp.address.LocalParts;
import org.posthorn.smtp.log.Decision;
import org.posthorn.smtp.session.PosthornSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a recipient whose mail leads somewhere, and lets only those who are logged in, or come from a network that may
 * relay, send to other people's domains. "Recipient unknown" is decided here, and so is
 * "mailbox full", where everything behind the address is.
 *
 * <h2>Parameters</h2>   none; relaying networks are the server's {@code authorizedAddresses}.
 * <h2>Reads</h2>        the accounts, once for every recipient and level of aliases; usage and limits of the mailboxes behind
 *     it, once.
 * <h2>Writes</h2>       nothing.
 * <h2>Failure</h2>      database down: 451 4.3.0. Unknown or switched off: 550 5.1.1, the same text for both. Aliases in
 *     a circle: 550 5.4.6. Somebody else's: 554 5.7.1. Full: 552 5.2.2, or 452 4.2.2 by {@link FullReply}.
 * <h2>Limits</h2>       an address with {@code %}, {@code !} or {@code @} in its local part is never one of ours. Without SIZE a
 *     mailbox is full only when it has no room for one byte; what does not fit when it is stored is answered by a notice.
 */
public final class CheckRecipient implements RcptHook {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckRecipient.class);

    private final Accounts accounts;
    private final FullMailboxes fullMailboxes;

    @Inject
    public CheckRecipient(Accounts accounts, FullMailboxes fullMailboxes) {
        this.accounts = accounts;
        this.fullMailboxes = fullMailboxes;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        PosthornSession ours = PosthornSession.of(session);
        try {
            Verdict verdict = verdict(recipient, ours);
            decision(ours, verdict, sender, recipient).log(LOGGER);
            return verdict.toHookResult(recipient);
        } catch (AccountsUnavailableException e) {
            Verdict later = Verdict.later();
            decision(ours, later, sender, recipient).warn(LOGGER, e);
            return later.toHookResult(recipient);
        }
    }

    private static Decision decision(
            PosthornSession session, Verdict verdict, MaybeSender sender, MailAddress recipient) {
        Decision decision = Decision.of(session, "recipient", verdict.result())
                .withAddress("from", sender.asString("").replace("<>", ""))
                .withAddress("to", recipient.asString())
                .with("reason", verdict.reason());
        verdict.refusal().ifPresent(refusal -> decision.with("code", refusal.code()));
        return decision;
    }

    private static boolean mayRelay(PosthornSession session) {
        return session.getUsername() != null || session.isRelayingAllowed();
    }

    private Verdict verdict(MailAddress recipient, PosthornSession session) {
        boolean mayRelay = mayRelay(session);
        boolean leadsElsewhere = LocalParts.leadsElsewhere(recipient.getLocalPart());
        if (leadsElsewhere && !mayRelay) {
            return Verdict.relayDenied("routed-address");
        }
        if (leadsElsewhere && accounts.domain(recipient.getDomain().asString()) != DomainKind.FOREIGN) {
            return Verdict.relayDenied("routed-address");
        }
        Resolution resolution = accounts.resolve(recipient.asString());
        return resolution instanceof Resolution.Deliverable deliverable
                ? local(deliverable, session)
                : other(resolution, mayRelay);
    }

    private Verdict local(Resolution.Deliverable recipient, PosthornSession session) {
        return fullMailboxes.areAll(recipient, session)
                ? Verdict.full(fullMailboxes.reply())
                : Verdict.accepted("local");
    }

    private static Verdict other(Resolution resolution, boolean mayRelay) {
        if (resolution instanceof Resolution.Relay) {
            return Verdict.accepted("relay-domain");
        }
        if (resolution instanceof Resolution.Foreign) {
            return mayRelay ? Verdict.accepted("relaying") : Verdict.relayDenied("foreign");
        }
        if (resolution instanceof Resolution.Loop) {
            return Verdict.loop();
        }
        return Verdict.unknown(resolution instanceof Resolution.Inactive ? "inactive" : "unknown");
    }
}
