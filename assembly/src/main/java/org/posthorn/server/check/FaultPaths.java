// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Where a mail goes when a mailet fails: never to a place where James would bounce, park or delete it for a fault.
 */
final class FaultPaths {

    private static final String ON_EXCEPTION = "onMailetException";
    private static final String PROPAGATE = "propagate";
    private static final String NO_REPOSITORY = "puts mails into a mail repository, and Posthorn has none";

    /** Mailets of James that cannot be used, by their short names, each with the reason. */
    private static final Map<String, String> REFUSED = Map.of(
            "RecipientRewriteTable",
            "bounces mails when the database does not answer; org.posthorn.mailets.alias.ExpandAliases waits for it",
            "FromRepository",
            NO_REPOSITORY,
            "ToRepository",
            NO_REPOSITORY,
            "ToSenderDomainRepository",
            NO_REPOSITORY);

    private FaultPaths() {}

    /** Why this mailet cannot be used where it stands. */
    static Optional<String> refusal(Element mailet) {
        String name = shortName(mailet);
        if (name.equals("RemoteDelivery") && !onException(mailet).equals(PROPAGATE)) {
            return Optional.of("RemoteDelivery needs <onMailetException>propagate</onMailetException>: when it fails"
                    + " between the servers of two recipients, James forgets all others");
        }
        return Optional.ofNullable(REFUSED.get(name)).map(reason -> name + " " + reason);
    }

    /** Whether a mail leaves this processor by this mailet even when the mailet fails. */
    static boolean leaves(String state, Element mailet) {
        return !Set.of("ignore", state.toLowerCase(Locale.ROOT)).contains(onException(mailet));
    }

    /** The processor for mails with which the mailet failed, or one of James's words, as James understands it. */
    static String onException(Element mailet) {
        return Mailets.parameters(mailet)
                .getOrDefault(ON_EXCEPTION, "error")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String shortName(Element mailet) {
        String name = mailet.getAttribute("class");
        return name.replace("org.apache.james.transport.mailets.", "");
    }
}
