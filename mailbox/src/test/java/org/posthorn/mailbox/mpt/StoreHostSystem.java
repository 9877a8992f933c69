// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.mpt;

import java.util.EnumMap;
import java.util.Map;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.imap.encode.main.DefaultImapEncoderFactory;
import org.apache.james.imap.main.DefaultImapDecoderFactory;
import org.apache.james.imap.processor.main.DefaultImapProcessorFactory;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.event.MailboxAnnotationListener;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.mpt.api.ImapFeatures;
import org.apache.james.mpt.api.ImapFeatures.Feature;
import org.apache.james.mpt.host.JamesImapHostSystem;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.manager.StoreResources;
import org.posthorn.postfixadmin.james.PostfixAdminMaxQuotaManager;
import org.posthorn.postfixadmin.james.sql.OwnTables;
import org.posthorn.postfixadmin.james.sql.PanelMailboxes;
import org.posthorn.postfixadmin.james.sql.QuotaLimits;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/** James's IMAP layer, as it comes, over the store in a database that all scripts share and that each finds empty. */
final class StoreHostSystem extends JamesImapHostSystem {

    private static final ImapFeatures EVERY_FEATURE = ImapFeatures.of(Feature.values());
    private static final Map<MariaDbFlavour, StoreFixture> FIXTURES = new EnumMap<>(MariaDbFlavour.class);

    private static StoreFixture fixture = use(MariaDbServer.flavour());

    private final MaxQuotaManager limits = limits();
    private StoreMailboxManager manager;

    /** Lets the servers that are asked for from now on lie on this database. */
    static StoreFixture use(MariaDbFlavour flavour) {
        fixture = FIXTURES.computeIfAbsent(flavour, StoreFixture::on);
        return fixture;
    }

    /** A server with no folder and nobody's mailbox. */
    static StoreHostSystem fresh() {
        try {
            StoreHostSystem system = new StoreHostSystem();
            system.beforeTest();
            return system;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void beforeTest() throws Exception {
        super.beforeTest();
        fixture.empty().run("DELETE FROM {quota}");
        SessionProviderImpl sessions = new SessionProviderImpl(authenticator, authorizator);
        StoreResources resources =
                StoreResources.with().sessions(sessions).limits(limits).build(fixture);
        manager = resources.getMailboxManager();
        MailboxSessionMapperFactory mappers = manager.getMapperFactory();
        manager.getEventBus().register(new MailboxAnnotationListener(mappers, sessions));
        configure(
                new DefaultImapDecoderFactory().buildImapDecoder(),
                new DefaultImapEncoderFactory().buildImapEncoder(),
                DefaultImapProcessorFactory.createDefaultProcessor(
                        manager,
                        manager.getEventBus(),
                        new StoreSubscriptionManager(mappers, mappers, manager.getEventBus()),
                        resources.getQuotaManager(),
                        resources.getQuotaRootResolver(),
                        new RecordingMetricFactory()));
    }

    @Override
    protected MailboxManager getMailboxManager() {
        return manager;
    }

    @Override
    public boolean supports(Feature... features) {
        return EVERY_FEATURE.supports(features);
    }

    @Override
    public void setQuotaLimits(QuotaCountLimit messages, QuotaSizeLimit storage) throws Exception {
        limits.setGlobalMaxMessage(messages);
        limits.setGlobalMaxStorage(storage);
    }

    /** Nothing lags behind. */
    @Override
    protected void await() {}

    private static MaxQuotaManager limits() {
        OwnTables tables = new OwnTables(fixture.database(), fixture.settings());
        return new PostfixAdminMaxQuotaManager(new QuotaLimits(
                fixture.database(), tables, new PanelMailboxes(fixture.database(), tables, fixture.settings())));
    }
}
