// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.ProvidesIntoSet;
import javax.inject.Singleton;
import com.google.inject.Provides;
import org.apache.james.CoreDataModule;
import org.apache.james.NaiveDelegationStoreModule;
import org.apache.james.UserEntityValidator;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.AliasReverseResolverImpl;
import org.apache.james.rrt.lib.CanSendFromImpl;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;

/** Who has a mailbox here, and where addresses lead. */
public final class AccountsModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new CoreDataModule());
        install(new NaiveDelegationStoreModule());
        bind(MemoryDomainList.class).in(Scopes.SINGLETON);
        bind(DomainList.class).to(MemoryDomainList.class);
        bind(MemoryRecipientRewriteTable.class).in(Scopes.SINGLETON);
        bind(RecipientRewriteTable.class).to(MemoryRecipientRewriteTable.class);
        bind(UsersRepository.class).to(MemoryUsersRepository.class);
        bind(AliasReverseResolver.class).to(AliasReverseResolverImpl.class).in(Scopes.SINGLETON);
        bind(CanSendFrom.class).to(CanSendFromImpl.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    MemoryUsersRepository users(DomainList domainList, UserEntityValidator validator) {
        MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domainList);
        users.setValidator(validator);
        return users;
    }

    @ProvidesIntoSet
    InitializationOperation domains(DomainListConfiguration configuration, MemoryDomainList domains) {
        return InitilizationOperationBuilder.forClass(MemoryDomainList.class).init(() -> domains.configure(configuration));
    }

    @ProvidesIntoSet
    InitializationOperation aliases(ConfigurationProvider configuration, MemoryRecipientRewriteTable aliases) {
        return InitilizationOperationBuilder.forClass(MemoryRecipientRewriteTable.class)
                .init(() -> aliases.configure(configuration.getConfiguration("recipientrewritetable")));
    }

    @ProvidesIntoSet
    InitializationOperation usersStart(ConfigurationProvider configuration, MemoryUsersRepository users) {
        return InitilizationOperationBuilder.forClass(MemoryUsersRepository.class)
                .init(() -> users.configure(configuration.getConfiguration("usersrepository")));
    }
}
