// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.recipient;

import java.util.List;
import javax.inject.Inject;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.MailboxSpace;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.smtp.session.PosthornSession;

/**
 * Whether a mail could be stored nowhere, because each mailbox that its recipient leads to is full. An address that also
 * leads to another server, or to one mailbox with room, is taken: its sender hears of the full ones by a notice.
 */
public final class FullMailboxes {

    private final MailboxSpace space;
    private final FullReply reply;

    @Inject
    public FullMailboxes(MailboxSpace space, FullReply reply) {
        this.space = space;
        this.reply = reply;
    }

    /** Whether nothing behind the address has room for what the client has declared; for at least one byte. */
    boolean areAll(Resolution.Deliverable recipient, PosthornSession session) {
        List<Resolution.Target> targets = recipient.targets();
        if (targets.stream().anyMatch(target -> target.kind() != DomainKind.LOCAL)) {
            return false;
        }
        List<String> names = targets.stream().map(Resolution.Target::address).toList();
        return space.full(names, Math.max(1, session.declaredSize())).containsAll(names);
    }

    /** What the client is told. */
    FullReply reply() {
        return reply;
    }
}
