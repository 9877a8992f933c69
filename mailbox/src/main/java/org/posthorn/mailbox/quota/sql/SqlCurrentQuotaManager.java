// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.posthorn.mailbox.StoreThreads;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.mailbox.sql.StoreWork;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Usage as James asks for it.
 *
 * <p>In the server nobody calls {@link #increase} and {@link #decrease}: the store keeps the usage in the transactions that
 * change it, and James's listener, which would count a second time, is not installed. They are there for tools that repair,
 * and ask for no limit. Usage never goes below nothing. The methods work on threads that may wait.
 */
@Singleton
public final class SqlCurrentQuotaManager implements CurrentQuotaManager {

    private final StoreDatabase store;
    private final Usage usage;

    @Inject
    public SqlCurrentQuotaManager(StoreDatabase store, Usage usage) {
        this.store = store;
        this.usage = usage;
    }

    @Override
    public Publisher<QuotaCountUsage> getCurrentMessageCount(QuotaRoot root) {
        return figures(root).map(figures -> QuotaCountUsage.count(figures.messages()));
    }

    @Override
    public Publisher<QuotaSizeUsage> getCurrentStorage(QuotaRoot root) {
        return figures(root).map(figures -> QuotaSizeUsage.size(figures.bytes()));
    }

    @Override
    public Publisher<CurrentQuotas> getCurrentQuotas(QuotaRoot root) {
        return figures(root)
                .map(figures -> new CurrentQuotas(
                        QuotaCountUsage.count(figures.messages()), QuotaSizeUsage.size(figures.bytes())));
    }

    @Override
    public Publisher<Void> increase(QuotaOperation operation) {
        return change(operation, usage::addUnchecked);
    }

    @Override
    public Publisher<Void> decrease(QuotaOperation operation) {
        return change(operation, usage::subtract);
    }

    @Override
    public Publisher<Void> setCurrentQuotas(QuotaOperation operation) {
        return change(operation, usage::set);
    }

    /** The user's name in a quota root, which James writes {@code #private&name}. */
    static String owner(QuotaRoot root) {
        String value = root.getValue();
        return value.substring(value.indexOf('&') + 1);
    }

    private Mono<Figures> figures(QuotaRoot root) {
        return later(() -> store.read(connection -> usage.figures(connection, owner(root))));
    }

    private Mono<Void> change(QuotaOperation operation, Change change) {
        StoreWork<Boolean> work = connection -> {
            change.by(
                    connection,
                    owner(operation.quotaRoot()),
                    operation.size().asLong(),
                    operation.count().asLong());
            return true;
        };
        return later(() -> store.write(work)).then();
    }

    private static <T> Mono<T> later(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(StoreThreads.STATEMENTS);
    }

    /** A change of a usage. */
    @FunctionalInterface
    private interface Change {
        void by(Connection connection, String owner, long bytes, long messages) throws SQLException, MailboxException;
    }
}
