// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import javax.inject.Inject;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.sql.StoreDatabase;

/** Usage and limits, for those who do not change them. */
public final class UsageReader {

    private final StoreDatabase store;
    private final Usage usage;

    @Inject
    public UsageReader(StoreDatabase store, Usage usage) {
        this.store = store;
        this.usage = usage;
    }

    /** What is there now. */
    public Figures now(String owner) throws MailboxException {
        return store.read(connection -> usage.figures(connection, owner));
    }

    /** What is there when everybody who is storing something now has committed or given up. */
    public Figures settled(String owner) throws MailboxException {
        return store.write(connection -> usage.settled(connection, owner));
    }
}
