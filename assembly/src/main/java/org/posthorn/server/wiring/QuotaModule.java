// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import javax.annotation.PreDestroy;
import javax.inject.Singleton;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootDeserializer;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.onami.lifecycle.DisposingStager;
import org.apache.james.quota.search.QuotaSearcher;
import org.apache.james.quota.search.scanning.ScanningQuotaSearcher;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.quota.QuotaWarnings;
import org.posthorn.mailbox.quota.WarningLevels;
import org.posthorn.mailbox.quota.sql.SqlCurrentQuotaManager;
import org.posthorn.mailbox.quota.sql.SqlMailboxSpace;
import org.posthorn.mailbox.quota.sql.UsageReader;
import org.posthorn.postfixadmin.MailboxSpace;
import org.posthorn.postfixadmin.james.PostfixAdminMaxQuotaManager;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;
import org.posthorn.smtp.recipient.FullReply;

/** How much each user may store, and how much he does; the store counts it in its own transactions. */
public final class QuotaModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(DefaultUserQuotaRootResolver.class).in(Scopes.SINGLETON);
        bind(UserQuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootDeserializer.class).to(DefaultUserQuotaRootResolver.class);
        bind(MaxQuotaManager.class).to(PostfixAdminMaxQuotaManager.class).in(Scopes.SINGLETON);
        bind(QuotaManager.class).to(StoreQuotaManager.class).in(Scopes.SINGLETON);
        bind(CurrentQuotaManager.class).to(SqlCurrentQuotaManager.class).in(Scopes.SINGLETON);
        bind(MailboxSpace.class).to(SqlMailboxSpace.class).in(Scopes.SINGLETON);
        bind(QuotaSearcher.class).to(ScanningQuotaSearcher.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    FullReply fullReply(PosthornSettings settings) {
        return FullReply.parse(settings.require(Setting.QUOTA_FULL_REPLY));
    }

    @Provides
    @Singleton
    QuotaWarnings warnings(
            PosthornSettings settings,
            UsageReader usage,
            Deliveries deliveries,
            Clock clock,
            DisposingStager<PreDestroy> atTheEnd) {
        QuotaWarnings warnings = new QuotaWarnings(
                WarningLevels.parse(settings.require(Setting.QUOTA_WARNINGS)),
                usage,
                deliveries,
                settings.require(Setting.POSTMASTER),
                clock);
        Closeable stop = () -> close(warnings);
        atTheEnd.register(stop);
        return warnings;
    }

    private static void close(QuotaWarnings warnings) throws IOException {
        try {
            warnings.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
