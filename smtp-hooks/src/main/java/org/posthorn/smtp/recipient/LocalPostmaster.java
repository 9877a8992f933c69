// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.recipient;

import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.Resolution;

/**
 * Who is meant by {@code RCPT TO:<postmaster>} (RFC 5321 section 4.5.1): the postmaster of this host's name, else of the
 * domain it lies in, whichever the accounts know.
 */
public final class LocalPostmaster {

    private static final String NAME = "postmaster";

    private final Accounts accounts;

    @Inject
    public LocalPostmaster(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Whether a name without a domain is the one name that needs none. */
    public static boolean isMeantBy(String name) {
        return name.equalsIgnoreCase(NAME);
    }

    /**
     * The address, or empty when nobody here is postmaster.
     *
     * @throws org.posthorn.postfixadmin.AccountsUnavailableException when the database does not answer
     */
    public Optional<MailAddress> address(String hostname) {
        String parent = hostname.substring(hostname.indexOf('.') + 1);
        return Stream.of(hostname, parent)
                .map(domain -> NAME + "@" + domain)
                .distinct()
                .filter(address -> accounts.resolve(address) instanceof Resolution.Deliverable)
                .findFirst()
                .flatMap(LocalPostmaster::parsed);
    }

    private static Optional<MailAddress> parsed(String address) {
        try {
            return Optional.of(new MailAddress(address));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }
}
