// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusTestFixture;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mailbox.manager.IntegrationResources;
import org.apache.james.mailbox.manager.ManagerTestProvisionner;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.utils.UpdatableTickingClock;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.folder.sql.SqlAnnotationMapper;
import org.posthorn.mailbox.folder.sql.SqlMailboxMapper;
import org.posthorn.mailbox.folder.sql.SqlSubscriptionMapper;
import org.posthorn.mailbox.manager.sql.FolderSizes;
import org.posthorn.mailbox.message.sql.SqlContents;
import org.posthorn.mailbox.message.sql.SqlMessageIdMapper;
import org.posthorn.mailbox.message.sql.SqlMessageMapper;
import org.posthorn.mailbox.message.sql.SqlMessageStore;
import org.posthorn.mailbox.message.sql.SqlModSeqProvider;
import org.posthorn.mailbox.message.sql.SqlUidProvider;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.mailbox.quota.sql.SqlCurrentQuotaManager;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.search.sql.SqlMessageSearchIndex;
import org.posthorn.mailbox.sql.ContentIds;
import org.posthorn.mailbox.sql.StoreDatabase;

/** The managers over a store, put together as the server does, unless told otherwise with James's limits of quota in memory. */
public final class StoreResources implements IntegrationResources<StoreMailboxManager> {

    final StoreDatabase store;
    final ContentIds ids;
    final EventBus bus;
    final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.now());
    final MaxQuotaManager limits;
    final CurrentQuotaManager usage;
    final QuotaManager quota;
    final DefaultUserQuotaRootResolver roots;
    final SqlMailboxSessionMapperFactory mappers;
    final SqlMessageStore messages;
    final SqlMessageSearchIndex index;
    final PosthornMailboxManager manager;
    final StoreMessageIdManager messageIds;
    final StoreSubscriptionManager subscriptions;
    final SqlDeliveries deliveries;

    private StoreResources(StoreFixture fixture, Options options) {
        store = fixture.store();
        ids = new ContentIds(store);
        bus = options.bus;
        Usage counters = new Usage(fixture.database(), store);
        messages = new SqlMessageStore(store, ids, counters, clock);
        DeletedFolders deleted = new DeletedFolders(store, counters);
        SqlMailboxMapper folders = new SqlMailboxMapper(store, deleted);
        SqlContents contents = new SqlContents(store);
        AccountIdentity identity = new AccountIdentity(fixture.database(), store, counters, deleted);
        mappers = new SqlMailboxSessionMapperFactory(
                folders,
                new SqlAnnotationMapper(store),
                new SqlSubscriptionMapper(store),
                new SqlMessageMapper(messages, contents),
                new SqlMessageIdMapper(messages, contents),
                new SqlUidProvider(messages),
                new SqlModSeqProvider(messages));
        SessionProviderImpl sessions = options.sessions;
        roots = new DefaultUserQuotaRootResolver(sessions, mappers);
        limits = options.limits;
        usage = new SqlCurrentQuotaManager(store, counters);
        quota = options.quota.apply(new StoreQuotaManager(usage, limits));
        StoreRightManager rights = new StoreRightManager(mappers, new UnionMailboxACLResolver(), bus);
        PreDeletionHooks hooks = new PreDeletionHooks(options.hooks, new RecordingMetricFactory());
        index = new SqlMessageSearchIndex(store, contents);
        FolderEvents events = new FolderEvents(bus);
        manager = new PosthornMailboxManager(
                new StoreParts(mappers, messages, new FolderSizes(store), ids, identity),
                new AccessParts(
                        sessions,
                        rights,
                        new StoreMailboxAnnotationManager(mappers, rights, options.annotations, options.annotationSize),
                        new QuotaComponents(limits, quota, roots)),
                index,
                events,
                new DeletionHooks(options.hooks, hooks),
                clock);
        messageIds = new StoreMessageIdManager(rights, mappers, bus, quota, roots, hooks);
        subscriptions = new StoreSubscriptionManager(mappers, mappers, bus);
        deliveries = new SqlDeliveries(
                manager, new DeliveryFolders(manager, folders, identity, events), messages, events, clock);
    }

    static StoreResources of(StoreFixture fixture) {
        return new Options().build(fixture);
    }

    /** To be built with something else than usual. */
    public static Options with() {
        return new Options();
    }

    private static FakeAuthenticator authenticator() {
        FakeAuthenticator users = new FakeAuthenticator();
        users.addUser(ManagerTestProvisionner.USER, ManagerTestProvisionner.USER_PASS);
        users.addUser(ManagerTestProvisionner.OTHER_USER, ManagerTestProvisionner.OTHER_USER_PASS);
        return users;
    }

    @Override
    public StoreMailboxManager getMailboxManager() {
        return manager;
    }

    @Override
    public QuotaManager getQuotaManager() {
        return quota;
    }

    @Override
    public MaxQuotaManager getMaxQuotaManager() {
        return limits;
    }

    @Override
    public QuotaRootResolver getQuotaRootResolver() {
        return roots;
    }

    /** What a test may want otherwise. */
    public static final class Options {

        private EventBus bus = new InVMEventBus(
                new InVmEventDelivery(new RecordingMetricFactory()),
                EventBusTestFixture.RETRY_BACKOFF_CONFIGURATION,
                new MemoryEventDeadLetters());
        private SessionProviderImpl sessions =
                new SessionProviderImpl(authenticator(), FakeAuthorizator.defaultReject());
        private MaxQuotaManager limits = new InMemoryPerUserMaxQuotaManager();
        private Set<PreDeletionHook> hooks = Set.of();
        private Function<QuotaManager, QuotaManager> quota = manager -> manager;
        private int annotations = 10;
        private int annotationSize = 1024;

        Options bus(EventBus value) {
            bus = value;
            return this;
        }

        Options hooks(Set<PreDeletionHook> value) {
            hooks = value;
            return this;
        }

        Options quota(QuotaManager value) {
            quota = any -> value;
            return this;
        }

        Options annotations(int most, int longest) {
            annotations = most;
            annotationSize = longest;
            return this;
        }

        /** Whoever these know may log in. */
        public Options sessions(SessionProviderImpl value) {
            sessions = value;
            return this;
        }

        /** Limits that are kept elsewhere. */
        public Options limits(MaxQuotaManager value) {
            limits = value;
            return this;
        }

        /** The managers over this store. */
        public StoreResources build(StoreFixture fixture) {
            return new StoreResources(fixture, this);
        }
    }
}
