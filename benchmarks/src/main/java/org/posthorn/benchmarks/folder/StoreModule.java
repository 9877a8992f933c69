// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import java.time.Clock;
import javax.inject.Singleton;
import org.apache.james.events.EventBus;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.manager.PosthornMailboxManager;
import org.posthorn.mailbox.manager.SqlDeliveries;
import org.posthorn.mailbox.manager.SqlMailboxSessionMapperFactory;
import org.posthorn.mailbox.message.sql.SqlContents;
import org.posthorn.mailbox.search.sql.SqlMessageSearchIndex;
import org.posthorn.mailbox.structure.ContentSource;
import org.posthorn.postfixadmin.james.PostfixAdminMaxQuotaManager;
import org.posthorn.postfixadmin.james.sql.PanelSettings;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;

/** The store and its managers as the server puts them together, without a server, and with nobody who listens for events. */
final class StoreModule extends AbstractModule {

    private final DatabaseConfig config;

    StoreModule(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    protected void configure() {
        bind(Database.class).toInstance(new Database(config));
        bind(PanelSettings.class).toInstance(PanelSettings.DEFAULT);
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(MetricFactory.class).to(DropWizardMetricFactory.class).in(Scopes.SINGLETON);
        bind(ContentSource.class).to(SqlContents.class).in(Scopes.SINGLETON);
        bind(MessageSearchIndex.class).to(SqlMessageSearchIndex.class).in(Scopes.SINGLETON);
        bind(SqlMailboxSessionMapperFactory.class).in(Scopes.SINGLETON);
        bind(MailboxSessionMapperFactory.class).to(SqlMailboxSessionMapperFactory.class);
        bind(MailboxManager.class).to(PosthornMailboxManager.class);
        bind(Deliveries.class).to(SqlDeliveries.class);
        bind(MailboxACLResolver.class).to(UnionMailboxACLResolver.class).in(Scopes.SINGLETON);
        bind(DefaultUserQuotaRootResolver.class).in(Scopes.SINGLETON);
        bind(QuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(MaxQuotaManager.class).to(PostfixAdminMaxQuotaManager.class).in(Scopes.SINGLETON);
        bind(QuotaManager.class).to(StoreQuotaManager.class).in(Scopes.SINGLETON);
        bind(CurrentQuotaManager.class)
                .to(org.posthorn.mailbox.quota.sql.SqlCurrentQuotaManager.class)
                .in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), PreDeletionHook.class);
    }

    @Provides
    @Singleton
    SessionProviderImpl sessions() {
        return new SessionProviderImpl(new FakeAuthenticator(), FakeAuthorizator.defaultReject());
    }

    @Provides
    @Singleton
    SessionProvider provider(SessionProviderImpl sessions) {
        return sessions;
    }

    @Provides
    @Singleton
    EventBus bus(MetricFactory metrics) {
        return new InVMEventBus(
                new InVmEventDelivery(metrics), RetryBackoffConfiguration.DEFAULT, new MemoryEventDeadLetters());
    }
}
