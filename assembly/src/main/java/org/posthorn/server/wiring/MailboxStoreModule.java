// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Scopes;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.name.Names;
import javax.inject.Singleton;
import org.apache.james.adapter.mailbox.DelegationStoreAuthorizator;
import org.apache.james.adapter.mailbox.UserRepositoryAuthenticator;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MessageIdManager;
import org.apache.james.mailbox.RightManager;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.NoMailboxPathLocker;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.mail.MailboxMapperFactory;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.MessageMapperFactory;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.mailbox.store.user.SubscriptionMapperFactory;
import org.apache.james.modules.MailboxModule;
import org.apache.james.utils.MailboxManagerDefinition;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.manager.PosthornMailboxManager;
import org.posthorn.mailbox.manager.SqlDeliveries;
import org.posthorn.mailbox.manager.SqlMailboxSessionMapperFactory;
import org.posthorn.mailbox.message.sql.SqlContents;
import org.posthorn.mailbox.message.sql.SqlMessageIdMapper;
import org.posthorn.mailbox.message.sql.SqlMessageMapper;
import org.posthorn.mailbox.message.sql.SqlMessageStore;
import org.posthorn.mailbox.message.sql.SqlModSeqProvider;
import org.posthorn.mailbox.message.sql.SqlUidProvider;
import org.posthorn.mailbox.search.sql.SqlMessageSearchIndex;
import org.posthorn.mailbox.sql.ContentIds;
import org.posthorn.mailbox.structure.ContentSource;

/** Where mail lives: in tables of our own beside PostfixAdmin's. */
public final class MailboxStoreModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new MailboxModule());
        install(new EventsModule());
        install(new QuotaModule());
        store();
        mappers();
        managers();
        bind(MailboxId.Factory.class).to(FolderId.Factory.class).in(Scopes.SINGLETON);
        bind(MessageId.Factory.class).to(ContentIds.class);
        bind(MailboxManagerConfiguration.class).toInstance(MailboxManagerConfiguration.DEFAULT);
    }

    private void store() {
        bind(SqlMessageStore.class).in(Scopes.SINGLETON);
        bind(ContentSource.class).to(SqlContents.class).in(Scopes.SINGLETON);
        bind(MessageSearchIndex.class).to(SqlMessageSearchIndex.class).in(Scopes.SINGLETON);
        bind(Deliveries.class).to(SqlDeliveries.class).in(Scopes.SINGLETON);
    }

    private void mappers() {
        bind(MessageMapper.class).to(SqlMessageMapper.class).in(Scopes.SINGLETON);
        bind(MessageIdMapper.class).to(SqlMessageIdMapper.class).in(Scopes.SINGLETON);
        bind(UidProvider.class).to(SqlUidProvider.class).in(Scopes.SINGLETON);
        bind(ModSeqProvider.class).to(SqlModSeqProvider.class).in(Scopes.SINGLETON);
        bind(SqlMailboxSessionMapperFactory.class).in(Scopes.SINGLETON);
        bind(MailboxSessionMapperFactory.class).to(SqlMailboxSessionMapperFactory.class);
        bind(MailboxMapperFactory.class).to(SqlMailboxSessionMapperFactory.class);
        bind(MessageMapperFactory.class).to(SqlMailboxSessionMapperFactory.class);
        bind(SubscriptionMapperFactory.class).to(SqlMailboxSessionMapperFactory.class);
    }

    private void managers() {
        bind(PosthornMailboxManager.class).in(Scopes.SINGLETON);
        bind(MailboxManager.class).to(PosthornMailboxManager.class);
        bind(StoreMailboxManager.class).to(PosthornMailboxManager.class);
        bind(Key.get(MailboxManager.class, Names.named(org.apache.james.modules.Names.MAILBOXMANAGER_NAME)))
                .to(PosthornMailboxManager.class);
        bind(Authenticator.class).to(UserRepositoryAuthenticator.class).in(Scopes.SINGLETON);
        bind(Authorizator.class).to(DelegationStoreAuthorizator.class).in(Scopes.SINGLETON);
        bind(MailboxPathLocker.class).to(NoMailboxPathLocker.class).in(Scopes.SINGLETON);
        bind(MessageIdManager.class).to(StoreMessageIdManager.class).in(Scopes.SINGLETON);
        bind(RightManager.class).to(StoreRightManager.class).in(Scopes.SINGLETON);
        bind(SessionProvider.class).to(SessionProviderImpl.class).in(Scopes.SINGLETON);
        bind(SubscriptionManager.class).to(StoreSubscriptionManager.class).in(Scopes.SINGLETON);
    }

    @ProvidesIntoSet
    @Singleton
    MailboxManagerDefinition definition(PosthornMailboxManager manager) {
        return new MailboxManagerDefinition("posthorn", manager);
    }
}
