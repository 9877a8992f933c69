// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.testing;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.TypeLiteral;
import io.netty.handler.ssl.util.SelfSignedCertificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;
import org.apache.james.queue.api.MailQueueFactory;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.MailboxSpace;
import org.posthorn.smtp.recipient.FullReply;
import org.posthorn.smtp.server.PosthornSmtpServerFactory;

/** Ports 25, 587 and 465 on free ports of 127.0.0.1, made from XML as the product makes them, with a spool in memory. */
public final class TestServer implements AutoCloseable {

    public static final String HOSTNAME = "mail.example.test";

    /** The message size limit of every port. */
    public static final int LIMIT = 2 * 1_024 * 1_024;

    private static final AtomicInteger SERIAL = new AtomicInteger();

    public final FakeAccounts accounts = new FakeAccounts();
    public final TestSpool spool = new TestSpool();
    private final FullReply fullReply;
    private final PosthornSmtpServerFactory factory;

    public TestServer() throws Exception {
        this("");
    }

    /** @param extra XML put into the configuration of port 25 */
    public TestServer(String extra) throws Exception {
        this(extra, FullReply.PERMANENT);
    }

    /** Answers for full mailboxes like this. */
    public TestServer(String extra, FullReply fullReply) throws Exception {
        this.fullReply = fullReply;
        factory = new PosthornSmtpServerFactory(
                new LiteralDns(), loader(), new PlainFileSystem(), new RecordingMetricFactory());
        factory.configure(configuration(extra));
        factory.init();
    }

    private ProtocolHandlerLoader loader() {
        Injector injector = Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Accounts.class).toInstance(accounts);
                bind(MailboxSpace.class).toInstance(accounts);
                bind(FullReply.class).toInstance(fullReply);
                bind(new TypeLiteral<MailQueueFactory<?>>() {}).toInstance(spool.factory());
                bind(org.apache.james.metrics.api.MetricFactory.class).toInstance(new RecordingMetricFactory());
            }
        });
        return new ProtocolHandlerLoader() {
            @Override
            public ProtocolHandler load(String name, Configuration config) throws LoadingException {
                try {
                    ProtocolHandler handler = (ProtocolHandler) injector.getInstance(Class.forName(name));
                    handler.init(config);
                    return handler;
                } catch (ReflectiveOperationException | org.apache.commons.configuration2.ex.ConfigurationException e) {
                    throw new LoadingException(name, e);
                }
            }
        };
    }

    private static BaseHierarchicalConfiguration configuration(String extra) throws Exception {
        SelfSignedCertificate certificate = Certificate.get();
        String tls = "<privateKey>file://" + certificate.privateKey() + "</privateKey><certificates>file://"
                + certificate.certificate() + "</certificates>";
        String xml = "<smtpservers>"
                + server("SmtpHandlers", "<tls startTLS=\"true\">" + tls + "</tls>" + extra)
                + server("SubmissionHandlers", "<tls startTLS=\"true\">" + tls + "</tls>")
                + server("SubmissionHandlers", "<tls socketTLS=\"true\">" + tls + "</tls>")
                + "</smtpservers>";
        XMLConfiguration configuration = new XMLConfiguration();
        new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return configuration;
    }

    private static String server(String handlers, String more) {
        return "<smtpserver><jmxName>test-" + SERIAL.incrementAndGet() + "</jmxName><bind>127.0.0.1:0</bind>"
                + "<helloName autodetect=\"false\">" + HOSTNAME + "</helloName>"
                + "<ioWorkerCount>1</ioWorkerCount><maxExecutorCount>4</maxExecutorCount>"
                + "<maxmessagesize>" + LIMIT + "B</maxmessagesize><gracefulShutdown>false</gracefulShutdown>"
                + "<handlerchain coreHandlersPackage=\"org.posthorn.smtp." + handlers + "\" enableJmx=\"false\"/>"
                + more + "</smtpserver>";
    }

    private List<AbstractConfigurableAsyncServer> servers() {
        return factory.getServers();
    }

    /** A client of port 25, greeted. */
    public SmtpClient smtp() throws Exception {
        return SmtpClient.connect(servers().get(0).getPort());
    }

    /** A client of port 587, greeted, in clear. */
    public SmtpClient submission() throws Exception {
        return SmtpClient.connect(servers().get(1).getPort());
    }

    /** A client of port 465, greeted. */
    public SmtpClient submissions() throws Exception {
        return SmtpClient.connectTls(servers().get(2).getPort());
    }

    /** A client of port 587 that has said EHLO under TLS. */
    public SmtpClient submissionTls() throws Exception {
        SmtpClient client = submission();
        client.expect("EHLO client.outside.test", "250");
        client.startTls();
        client.expect("EHLO client.outside.test", "250");
        return client;
    }

    /** A client of port 587, logged in. */
    public SmtpClient loggedIn(String user) throws Exception {
        SmtpClient client = submissionTls();
        client.expect("AUTH PLAIN " + SmtpClient.plain(user, FakeAccounts.PASSWORD), "235");
        return client;
    }

    /** A client of port 25 in a transaction with alice as recipient. */
    public SmtpClient withRecipient() throws Exception {
        SmtpClient client = smtp();
        client.expect("EHLO client.outside.test", "250");
        client.expect("MAIL FROM:<x@outside.test>", "250 2.1.0");
        client.expect("RCPT TO:<alice@example.test>", "250 2.1.5");
        return client;
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
