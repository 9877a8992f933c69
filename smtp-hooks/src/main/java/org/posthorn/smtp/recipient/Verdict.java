// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.recipient;

import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.posthorn.smtp.reply.Replies;

/**
 * What was decided about one recipient.
 *
 * @param reason for the log; the client does not see it
 * @param refusal absent when the recipient is taken
 */
record Verdict(String reason, Optional<Refusal> refusal) {

    /**
     * What a refused client is told.
     *
     * @param code of RFC 5321
     * @param status of RFC 3463
     * @param text behind the address
     */
    record Refusal(String code, String status, String text) {
        boolean temporary() {
            return code.startsWith("4");
        }
    }

    static Verdict accepted(String reason) {
        return new Verdict(reason, Optional.empty());
    }

    static Verdict unknown(String reason) {
        return refused(reason, "550", "5.1.1", "Recipient address rejected: User unknown");
    }

    static Verdict relayDenied(String reason) {
        return refused(reason, "554", "5.7.1", "Relay access denied");
    }

    static Verdict loop() {
        return refused("alias-loop", "550", "5.4.6", "Recipient address rejected: aliases lead in a circle");
    }

    static Verdict full(FullReply reply) {
        return refused(
                "full",
                reply.code(),
                reply.status(),
                "Recipient address rejected: Quota exceeded (mailbox for user is full)");
    }

    static Verdict later() {
        return refused("database", "451", "4.3.0", "Temporary lookup failure");
    }

    private static Verdict refused(String reason, String code, String status, String text) {
        return new Verdict(reason, Optional.of(new Refusal(code, status, text)));
    }

    String result() {
        return refusal.map(refused -> refused.temporary() ? "later" : "reject").orElse("accept");
    }

    HookResult toHookResult(MailAddress recipient) {
        return refusal.map(refused -> HookResult.builder()
                        .hookReturnCode(refused.temporary() ? HookReturnCode.denySoft() : HookReturnCode.deny())
                        .smtpReturnCode(refused.code())
                        .smtpDescription(
                                refused.status() + " <" + Replies.echo(recipient.asString()) + ">: " + refused.text())
                        .build())
                .orElse(HookResult.DECLINED);
    }
}
