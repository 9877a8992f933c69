// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.inject.Singleton;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.CoreDataModule;
import org.apache.james.NaiveDelegationStoreModule;
import org.apache.james.UserEntityValidator;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.AliasReverseResolverImpl;
import org.apache.james.rrt.lib.CanSendFromImpl;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.Admissions;
import org.posthorn.postfixadmin.james.PostfixAdminDomainList;
import org.posthorn.postfixadmin.james.PostfixAdminRecipientRewriteTable;
import org.posthorn.postfixadmin.james.PostfixAdminUsersDAO;
import org.posthorn.postfixadmin.james.sql.PanelSettings;
import org.posthorn.postfixadmin.password.DefaultScheme;
import org.posthorn.postfixadmin.password.NewScheme;
import org.posthorn.postfixadmin.password.PasswordConfig;
import org.posthorn.postfixadmin.password.Passwords;
import org.posthorn.postfixadmin.password.VerifiedPasswords;
import org.posthorn.postfixadmin.sql.AccountsConfig;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.postfixadmin.sql.DatabaseConfig;
import org.posthorn.postfixadmin.sql.JdbcAccounts;
import org.posthorn.postfixadmin.sql.JdbcAdmissions;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;

/** Who has a mailbox here, and where addresses lead: PostfixAdmin's database, as it says at the moment of the question. */
public final class AccountsModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new CoreDataModule());
        install(new NaiveDelegationStoreModule());
        bind(Accounts.class).to(JdbcAccounts.class).in(Scopes.SINGLETON);
        bind(Admissions.class).to(JdbcAdmissions.class).in(Scopes.SINGLETON);
        bind(PostfixAdminDomainList.class).in(Scopes.SINGLETON);
        bind(DomainList.class).to(PostfixAdminDomainList.class);
        bind(PostfixAdminRecipientRewriteTable.class).in(Scopes.SINGLETON);
        bind(RecipientRewriteTable.class).to(PostfixAdminRecipientRewriteTable.class);
        bind(AliasReverseResolver.class).to(AliasReverseResolverImpl.class).in(Scopes.SINGLETON);
        bind(CanSendFrom.class).to(CanSendFromImpl.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    Database database(PosthornSettings settings) throws IOException {
        String password = Files.readString(Path.of(settings.require(Setting.DB_PASSWORD_FILE)), StandardCharsets.UTF_8)
                .strip();
        return new Database(
                DatabaseConfig.of(settings.require(Setting.DB_URL), settings.require(Setting.DB_USER), password)
                        .withPoolSize(settings.number(Setting.DB_POOL_SIZE)));
    }

    @Provides
    @Singleton
    AccountsConfig accountsConfig(PosthornSettings settings) {
        return new AccountsConfig(
                settings.require(Setting.RECIPIENT_DELIMITER),
                settings.number(Setting.QUOTA_MULTIPLIER),
                Boolean.parseBoolean(settings.require(Setting.PASSWORD_EXPIRY)),
                settings.text(Setting.VACATION_DOMAIN).orElse(""),
                AccountsConfig.DEFAULT.maxTargets(),
                AccountsConfig.DEFAULT.maxLevels());
    }

    @Provides
    @Singleton
    PanelSettings panelSettings(PosthornSettings settings) {
        return PanelSettings.DEFAULT
                .onHost(settings.require(Setting.HOSTNAME))
                .withOwnSchema(settings.require(Setting.DB_SCHEMA))
                .withQuotaMultiplier(settings.number(Setting.QUOTA_MULTIPLIER));
    }

    @Provides
    @Singleton
    Passwords passwords(PosthornSettings settings) {
        return new Passwords(new PasswordConfig(
                DefaultScheme.parse(settings.require(Setting.DEFAULT_PASSWORD_SCHEME))
                        .orElseThrow(),
                NewScheme.parse(settings.require(Setting.PASSWORD_SCHEME)).orElseThrow(),
                settings.number(Setting.BCRYPT_COST),
                PasswordConfig.DEFAULT.rehash()));
    }

    @Provides
    @Singleton
    VerifiedPasswords verifiedPasswords() {
        return new VerifiedPasswords();
    }

    @Provides
    @Singleton
    UsersRepositoryImpl<PostfixAdminUsersDAO> users(
            DomainList domains, PostfixAdminUsersDAO dao, UserEntityValidator validator) {
        UsersRepositoryImpl<PostfixAdminUsersDAO> users = new UsersRepositoryImpl<>(domains, dao);
        users.setEnableVirtualHosting(true);
        users.setValidator(validator);
        return users;
    }

    @Provides
    @Singleton
    UsersRepository usersRepository(UsersRepositoryImpl<PostfixAdminUsersDAO> users) {
        return users;
    }

    @ProvidesIntoSet
    InitializationOperation domains(PostfixAdminDomainList domains, PosthornSettings settings) {
        return InitilizationOperationBuilder.forClass(PostfixAdminDomainList.class)
                .init(() -> domains.configure(DomainListConfiguration.builder()
                        .autoDetect(false)
                        .autoDetectIp(false)
                        .defaultDomain(Domain.of(settings.require(Setting.HOSTNAME)))
                        .build()));
    }

    @ProvidesIntoSet
    InitializationOperation aliases(PostfixAdminRecipientRewriteTable aliases) {
        return InitilizationOperationBuilder.forClass(PostfixAdminRecipientRewriteTable.class)
                .init(() -> aliases.configure(new BaseHierarchicalConfiguration()));
    }
}
