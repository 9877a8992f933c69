// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import javax.inject.Singleton;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.mailrepository.api.MailRepositoryFactory;
import org.apache.james.mailrepository.api.MailRepositoryUrlStore;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryFactory;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryUrlStore;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.data.SieveFileRepositoryModule;
import org.apache.james.modules.queue.memory.MemoryMailQueueModule;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.RawPostDequeueDecoratorModule;

/** What happens to a mail between its acceptance and its mailbox: the queue, the mailet container, repositories. */
public final class SpoolModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new DefaultProcessorsConfigurationProviderModule());
        install(new MailetProcessingModule());
        install(new MemoryMailQueueModule());
        install(new RawPostDequeueDecoratorModule());
        install(new SieveFileRepositoryModule());
        bind(MailRepositoryUrlStore.class).to(MemoryMailRepositoryUrlStore.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), MailRepositoryFactory.class)
                .addBinding()
                .to(MemoryMailRepositoryFactory.class);
    }

    @Provides
    @Singleton
    MailRepositoryStoreConfiguration.Item repositoryProtocol() {
        return new MailRepositoryStoreConfiguration.Item(
                List.of(new Protocol("memory")),
                MemoryMailRepository.class.getName(),
                new BaseHierarchicalConfiguration());
    }
}
