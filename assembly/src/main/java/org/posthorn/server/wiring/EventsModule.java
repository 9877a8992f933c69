// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.io.Closeable;
import javax.annotation.PreDestroy;
import javax.inject.Singleton;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventDeadLetters;
import org.apache.james.events.EventDeadLettersHealthCheck;
import org.apache.james.events.EventListener;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.EventDelivery;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.store.event.MailboxAnnotationListener;
import org.apache.james.modules.mailbox.ListenersConfiguration;
import org.apache.james.modules.mailbox.MailboxListenersLoader;
import org.apache.james.modules.mailbox.MailboxListenersLoaderImpl;
import org.apache.james.onami.lifecycle.DisposingStager;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.posthorn.mailbox.news.ChangeSource;
import org.posthorn.mailbox.news.FolderNews;
import org.posthorn.mailbox.news.NewsEventBus;
import org.posthorn.mailbox.news.sql.SqlChangeSource;

/** How one part of the mailbox tells the others what happened, and how they learn what other servers did. */
public final class EventsModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(InVMEventBus.class).in(Scopes.SINGLETON);
        bind(ChangeSource.class).to(SqlChangeSource.class).in(Scopes.SINGLETON);
        bind(EventDelivery.class).to(InVmEventDelivery.class).in(Scopes.SINGLETON);
        bind(EventDeadLetters.class).to(MemoryEventDeadLetters.class).in(Scopes.SINGLETON);
        bind(MailboxListenersLoaderImpl.class).in(Scopes.SINGLETON);
        bind(MailboxListenersLoader.class).to(MailboxListenersLoaderImpl.class);
        bind(RetryBackoffConfiguration.class).toInstance(RetryBackoffConfiguration.DEFAULT);
        Multibinder.newSetBinder(binder(), EventBus.class).addBinding().to(EventBus.class);
        Multibinder.newSetBinder(binder(), org.apache.james.core.healthcheck.HealthCheck.class)
                .addBinding()
                .to(EventDeadLettersHealthCheck.class);
        Multibinder.newSetBinder(binder(), EventListener.ReactiveGroupEventListener.class);
        Multibinder.newSetBinder(binder(), EventListener.GroupEventListener.class)
                .addBinding()
                .to(MailboxAnnotationListener.class);
    }

    @Provides
    @Singleton
    FolderNews news(ChangeSource changes, DisposingStager<PreDestroy> atTheEnd) {
        FolderNews news = new FolderNews(changes);
        Closeable stop = news::close;
        atTheEnd.register(stop);
        news.start();
        return news;
    }

    @Provides
    @Singleton
    EventBus bus(InVMEventBus local, FolderNews news) {
        return new NewsEventBus(local, news);
    }

    @ProvidesIntoSet
    InitializationOperation listeners(MailboxListenersLoaderImpl listeners) {
        return InitilizationOperationBuilder.forClass(MailboxListenersLoaderImpl.class)
                .init(() -> listeners.configure(ListenersConfiguration.of()));
    }
}
