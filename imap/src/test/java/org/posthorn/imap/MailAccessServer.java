// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.name.Names;
import com.google.inject.util.Modules;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.james.RunArguments;
import org.apache.james.events.EventBus;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.mailbox.inmemory.manager.InMemoryIntegrationResources;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.POP3ServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.pop3server.netty.POP3ServerFactory;
import org.apache.james.protocols.lib.netty.AbstractServerFactory;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.ExtensionConfiguration;
import org.posthorn.pop3.Pop3AccessModule;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.session.OpenSessions;

/** IMAP and POP3 as the assembly wires them, over a mailbox store in memory, on free ports of the loopback address. */
public final class MailAccessServer implements AutoCloseable {

    private static final String IMAP =
            """
            <imapservers>
              %s
              <imapserver enabled="true">
                <bind>127.0.0.1:0</bind>
                %s
                <auth><requireSSL>false</requireSSL></auth>
                <literalSizeLimit>%s</literalSizeLimit>
                <provisionDefaultMailboxes>false</provisionDefaultMailboxes>
                <concurrentRequests>-1</concurrentRequests>
                <gracefulShutdown>false</gracefulShutdown>
              </imapserver>
            </imapservers>
            """;
    private static final String POP3 =
            """
            <pop3servers>
              <pop3server enabled="true">
                <bind>127.0.0.1:0</bind>
                %s
                <gracefulShutdown>false</gracefulShutdown>
                <handlerchain coreHandlersPackage="org.posthorn.pop3.Pop3Handlers" enableJmx="false"/>
              </pop3server>
            </pop3servers>
            """;
    private static final String OURS = "<imapPackages>org.posthorn.imap.PosthornImapPackage</imapPackages>";

    private final FakeAccounts accounts = new FakeAccounts();
    private final OpenSessions sessions = new OpenSessions(accounts);
    private final InMemoryMailboxManager mailboxes;
    private final MaxQuotaManager limits;
    private final IMAPServerFactory imap;
    private final POP3ServerFactory pop3;

    private MailAccessServer(String imapXml, String pop3Xml, Path directory, List<Module> fronts) throws Exception {
        FakeAuthenticator neverAsked = new FakeAuthenticator();
        InMemoryIntegrationResources store = InMemoryIntegrationResources.builder()
                .authenticator(neverAsked)
                .authorizator(FakeAuthorizator.defaultReject())
                .inVmEventBus()
                .defaultAnnotationLimits()
                .defaultMessageParser()
                .scanningSearchIndex()
                .noPreDeletionHooks()
                .storeQuotaManager()
                .build();
        mailboxes = store.getMailboxManager();
        limits = store.getMaxQuotaManager();
        Module james = Modules.combine(new IMAPServerModule(), new POP3ServerModule(), new ProtocolHandlerModule());
        Injector injector =
                Guice.createInjector(Modules.override(james).with(fronts), new StoreModule(store, imapXml, directory));
        imap = injector.getInstance(IMAPServerFactory.class);
        pop3 = injector.getInstance(POP3ServerFactory.class);
        start(imap, imapXml);
        start(pop3, pop3Xml);
    }

    /** Our fronts without TLS; APPEND takes a megabyte. */
    public static MailAccessServer start() throws Exception {
        return new MailAccessServer(IMAP.formatted(OURS, "", "1M"), POP3.formatted(""), Path.of("target"), ours());
    }

    /** Our fronts with TLS, the PEM files given by this element of the configuration. */
    public static MailAccessServer startWithTls(String tls, Path directory) throws Exception {
        return new MailAccessServer(IMAP.formatted(OURS, tls, "1M"), POP3.formatted(tls), directory, ours());
    }

    private static List<Module> ours() {
        return List.of(new ImapAccessModule(), new Pop3AccessModule());
    }

    public FakeAccounts accounts() {
        return accounts;
    }

    public OpenSessions sessions() {
        return sessions;
    }

    /** How much users may store. */
    public MaxQuotaManager limits() {
        return limits;
    }

    public MailboxManager mailboxes() {
        return mailboxes;
    }

    public int imapPort() {
        return port(imap);
    }

    public int pop3Port() {
        return port(pop3);
    }

    @Override
    public void close() {
        sessions.close();
        imap.destroy();
        pop3.destroy();
    }

    private static int port(AbstractServerFactory factory) {
        return factory.getServers().get(0).getListenAddresses().get(0).getPort();
    }

    private static void start(AbstractServerFactory factory, String xml) throws Exception {
        factory.configure(FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(UTF_8))));
        factory.init();
    }

    private final class StoreModule extends AbstractModule {

        private final InMemoryIntegrationResources store;
        private final String imapXml;
        private final Path directory;

        StoreModule(InMemoryIntegrationResources store, String imapXml, Path directory) {
            this.store = store;
            this.imapXml = imapXml;
            this.directory = directory;
        }

        @Override
        protected void configure() {
            bind(Accounts.class).toInstance(accounts);
            bind(OpenSessions.class).toInstance(sessions);
            bind(MailboxManager.class).toInstance(mailboxes);
            bind(MailboxManager.class)
                    .annotatedWith(Names.named("mailboxmanager"))
                    .toInstance(mailboxes);
            bind(SubscriptionManager.class)
                    .toInstance(new StoreSubscriptionManager(
                            mailboxes.getMapperFactory(), mailboxes.getMapperFactory(), store.getEventBus()));
            bind(EventBus.class).toInstance(store.getEventBus());
            bind(QuotaManager.class).toInstance(store.getQuotaManager());
            bind(QuotaRootResolver.class).toInstance(store.getQuotaRootResolver());
            bind(MetricFactory.class).toInstance(new RecordingMetricFactory());
            bind(GaugeRegistry.class).toInstance(new NoopGaugeRegistry());
            bind(Clock.class).toInstance(Clock.systemUTC());
            bind(RunArguments.class).toInstance(RunArguments.empty());
            bind(ExtensionConfiguration.class).toInstance(ExtensionConfiguration.DEFAULT);
            bind(FileSystem.class)
                    .toInstance(new FileSystemImpl(Configuration.builder()
                            .workingDirectory(directory.toFile())
                            .configurationFromClasspath()
                            .build()
                            .directories()));
            bind(ConfigurationProvider.class)
                    .toInstance((component, level) ->
                            FileConfigurationProvider.getConfig(new ByteArrayInputStream(imapXml.getBytes(UTF_8))));
        }
    }
}
