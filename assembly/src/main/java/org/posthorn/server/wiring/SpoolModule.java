// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import javax.annotation.PreDestroy;
import javax.inject.Singleton;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.mailetcontainer.AutomaticallySentMailDetectorImpl;
import org.apache.james.mailetcontainer.api.LocalResources;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.api.MailetLoader;
import org.apache.james.mailetcontainer.api.MatcherLoader;
import org.apache.james.mailetcontainer.api.jmx.MailSpoolerMBean;
import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;
import org.apache.james.mailetcontainer.impl.LocalResourcesImpl;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.onami.lifecycle.DisposingStager;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.GuiceMailetLoader;
import org.apache.james.utils.GuiceMatcherLoader;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.utils.MailetConfigurationOverride;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.AutomaticallySentMailDetector;
import org.posthorn.server.Directories;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;
import org.posthorn.spool.RetrySchedule;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.JournalSettings;
import org.posthorn.spool.queue.JournalMailQueueFactory;
import org.posthorn.spool.queue.SpoolAdministration;
import org.posthorn.spool.spooler.OutgoingRetries;
import org.posthorn.spool.spooler.Spooler;
import org.posthorn.spool.spooler.SpoolerSettings;
import org.posthorn.spool.spooler.SpoolingMailetContext;

/**
 * What happens to a mail between its acceptance and its mailbox: the queues in their journal, the mailet container, and
 * the spooler between them.
 *
 * <p>What is made first is closed last: the journal after everything that may still write to it, the spooler, which is
 * started when all else is, before the mailets and what they need.
 */
public final class SpoolModule extends AbstractModule {

    /** More than a backup needs to link the spool's files. */
    private static final Duration BACKUP = Duration.ofSeconds(10);

    private static final String FILE = "mailetcontainer";

    @Override
    protected void configure() {
        bind(MailQueueItemDecoratorFactory.class).to(OutgoingRetries.class).in(Scopes.SINGLETON);
        bind(CompositeProcessorImpl.class).in(Scopes.SINGLETON);
        bind(MailProcessor.class).to(CompositeProcessorImpl.class);
        bind(MailSpoolerMBean.class).to(Spooler.class);
        bind(SpoolingMailetContext.class).in(Scopes.SINGLETON);
        bind(MailetContext.class).to(SpoolingMailetContext.class);
        bind(LocalResources.class).to(LocalResourcesImpl.class).in(Scopes.SINGLETON);
        bind(AutomaticallySentMailDetector.class)
                .to(AutomaticallySentMailDetectorImpl.class)
                .in(Scopes.SINGLETON);
        bind(MailetLoader.class).to(GuiceMailetLoader.class);
        bind(MatcherLoader.class).to(GuiceMatcherLoader.class);
        Multibinder.newSetBinder(binder(), MailetConfigurationOverride.class);
    }

    @Provides
    @Singleton
    JournalMailQueueFactory queues(
            Directories directories,
            MetricFactory metrics,
            GaugeRegistry gauges,
            MailQueueItemDecoratorFactory decorators,
            Clock clock,
            DisposingStager<PreDestroy> atTheEnd)
            throws IOException {
        Journal journal = Journal.open(DiskStorage.open(directories.spool(), BACKUP), JournalSettings.DEFAULT);
        return atTheEnd.register(new JournalMailQueueFactory(journal, metrics, gauges, decorators, clock));
    }

    @Provides
    MailQueueFactory<?> anyQueues(JournalMailQueueFactory queues) {
        return queues;
    }

    @Provides
    MailQueueFactory<? extends MailQueue> mailQueues(JournalMailQueueFactory queues) {
        return queues;
    }

    @Provides
    MailQueueFactory<? extends ManageableMailQueue> manageableQueues(JournalMailQueueFactory queues) {
        return queues;
    }

    @Provides
    @Singleton
    SpoolAdministration administration(JournalMailQueueFactory queues) {
        return queues.administration();
    }

    @Provides
    @Singleton
    Spooler spooler(
            JournalMailQueueFactory queues,
            MailProcessor processor,
            SpoolingMailetContext context,
            MetricFactory metrics,
            SpoolerSettings settings,
            DisposingStager<PreDestroy> atTheEnd) {
        return atTheEnd.register(new Spooler(queues, processor, context, metrics, settings));
    }

    @Provides
    @Singleton
    SpoolerSettings spoolerSettings(PosthornSettings settings, ConfigurationProvider configuration)
            throws ConfigurationException {
        return new SpoolerSettings(
                configuration.getConfiguration(FILE).getInt("spooler.threads"),
                RetrySchedule.parse(settings.require(Setting.RETRY_DELAYS)),
                SpoolerSettings.DEFAULT_PATIENCE);
    }

    /** The mailets' context is ready before the first mailet is, for some of them begin to work at once. */
    @ProvidesIntoSet
    InitializationOperation mailets(
            ConfigurationProvider configuration, SpoolingMailetContext context, CompositeProcessorImpl processors) {
        return InitilizationOperationBuilder.forClass(CompositeProcessorImpl.class)
                .init(() -> {
                    HierarchicalConfiguration<ImmutableNode> file = configuration.getConfiguration(FILE);
                    context.configure(file.configurationAt("context"));
                    processors.configure(file.configurationAt("processors"));
                    processors.init();
                });
    }
}
