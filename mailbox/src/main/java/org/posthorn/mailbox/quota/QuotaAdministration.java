// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.quota.sql.Adoption;
import org.posthorn.mailbox.quota.sql.Recount;

/** What an administrator may ask for, at any time and of any of several servers on one database. */
public final class QuotaAdministration {

    private final Adoption adoption;
    private final Recount recount;

    @Inject
    public QuotaAdministration(Adoption adoption, Recount recount) {
        this.adoption = adoption;
        this.recount = recount;
    }

    /** Whether usage is written to PostfixAdmin's {@code quota2}. */
    public boolean isAdopted() throws MailboxException {
        return adoption.isAdopted();
    }

    /** Writes usage to PostfixAdmin's {@code quota2} from now on, after all mail was counted. */
    public Recounted adopt() throws MailboxException {
        return adoption.adopt();
    }

    /** Counts everybody's mail and puts the figures right. */
    public Recounted recount() throws MailboxException {
        return recount.all();
    }

    /** Counts one account's mail and puts its figures right. */
    public Recounted recount(String user) throws MailboxException {
        Optional<Drift> drift = recount.one(user.toLowerCase(Locale.ROOT));
        return new Recounted(1, drift.map(List::of).orElse(List.of()));
    }
}
