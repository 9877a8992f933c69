// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.alias;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the recipients of one mail lead.
 *
 * @param mailboxes user names of mailboxes here, each once
 * @param elsewhere addresses at other servers, each once
 * @param refused recipients whose mail can be delivered nowhere, with the reason
 */
record Expansion(Set<MailAddress> mailboxes, Set<MailAddress> elsewhere, Map<Refusal, List<MailAddress>> refused) {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExpandAliases.class);

    static Expansion of(String mailName, Collection<MailAddress> recipients, Accounts accounts) {
        Expansion expansion = new Expansion(new LinkedHashSet<>(), new LinkedHashSet<>(), new EnumMap<>(Refusal.class));
        for (MailAddress recipient : recipients) {
            Resolution resolution = accounts.recentResolution(recipient.asString());
            expansion.add(recipient, resolution);
            LOGGER.info("mail={} to=<{}> check=alias result={}", mailName, recipient.asString(), describe(resolution));
        }
        return expansion;
    }

    private void add(MailAddress recipient, Resolution resolution) {
        if (resolution instanceof Resolution.Deliverable deliverable) {
            deliverable.targets().forEach(target -> add(recipient, target));
        } else if (resolution instanceof Resolution.Foreign || resolution instanceof Resolution.Relay) {
            elsewhere.add(recipient);
        } else if (resolution instanceof Resolution.Loop) {
            refuse(recipient, Refusal.LOOP);
        } else {
            refuse(recipient, Refusal.UNKNOWN);
        }
    }

    private void add(MailAddress recipient, Resolution.Target target) {
        try {
            MailAddress address = new MailAddress(target.address());
            (target.kind() == DomainKind.LOCAL ? mailboxes : elsewhere).add(address);
        } catch (AddressException e) {
            LOGGER.warn(
                    "to=<{}> check=alias result=malformed-target; correct the alias's targets in PostfixAdmin",
                    recipient.asString());
            refuse(recipient, Refusal.MALFORMED);
        }
    }

    private void refuse(MailAddress recipient, Refusal refusal) {
        refused.computeIfAbsent(refusal, any -> new ArrayList<>()).add(recipient);
    }

    private static String describe(Resolution resolution) {
        if (resolution instanceof Resolution.Deliverable deliverable) {
            return "deliverable targets=" + deliverable.targets().size();
        }
        return resolution.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
