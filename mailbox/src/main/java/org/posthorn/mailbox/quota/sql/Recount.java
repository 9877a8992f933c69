// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.quota.Drift;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.mailbox.quota.Recounted;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.postfixadmin.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts an account's messages anew, and puts right the counters of its folders and its usage.
 *
 * <p>Servers may be at work meanwhile. One account is one transaction that locks the rows of all its folders first; as every
 * change of a usage is made by who holds the lock of a folder, and nobody else may hold one then, what is counted is what
 * there is. Deliveries to that account wait until it is done.
 */
@Singleton
public final class Recount {

    private static final Logger LOGGER = LoggerFactory.getLogger(Recount.class);

    private final StoreDatabase store;
    private final Usage usage;
    private final RecountSql sql;

    @Inject
    public Recount(StoreDatabase store, Usage usage) {
        this.store = store;
        this.usage = usage;
        this.sql = new RecountSql(store.tables());
    }

    /** Counts everybody's; an account that cannot be counted ends it, those before are done. */
    public Recounted all() throws MailboxException {
        return all(store.read(connection -> sql.owners(connection, usage.usesPanels(connection))));
    }

    /** Counts these accounts'. */
    Recounted all(Iterable<String> owners) throws MailboxException {
        List<Drift> drifts = new ArrayList<>();
        int accounts = 0;
        for (String owner : owners) {
            accounts++;
            one(owner).ifPresent(drifts::add);
        }
        return new Recounted(accounts, List.copyOf(drifts));
    }

    /** Counts one account's; empty when all was right. */
    public Optional<Drift> one(String owner) throws MailboxException {
        Optional<Drift> drift = store.write(connection -> one(connection, owner));
        drift.ifPresent(Recount::log);
        return drift;
    }

    private Optional<Drift> one(Connection connection, String owner) throws SQLException, MailboxException {
        Map<Long, RecountSql.Counters> folders = sql.lockFolders(connection, owner);
        Amount sum = Amount.NOTHING;
        int wrong = 0;
        for (Map.Entry<Long, RecountSql.Counters> folder : folders.entrySet()) {
            RecountSql.Counters counted = sql.count(connection, folder.getKey());
            sum = sum.plus(counted.amount());
            if (!counted.equals(folder.getValue())) {
                sql.repair(connection, folder.getKey(), counted);
                wrong++;
            }
        }
        Usage.Replaced replaced = Usage.isDetached(owner)
                ? new Usage.Replaced(Amount.NOTHING, Amount.NOTHING)
                : usage.replace(connection, owner, sum);
        return wrong == 0 && !replaced.isChange()
                ? Optional.empty()
                : Optional.of(new Drift(owner, wrong, replaced.before(), replaced.after()));
    }

    private static void log(Drift drift) {
        LOGGER.warn(
                "check=quota user=<{}> result=repaired folders={} bytes={} messages={} bytes-before={} messages-before={}",
                LogText.of(drift.owner()),
                drift.folders(),
                drift.after().bytes(),
                drift.after().messages(),
                drift.before().bytes(),
                drift.before().messages());
    }
}
