// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.spooler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailetcontainer.api.LocalResources;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.posthorn.spool.RetrySchedule;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.JournalSettings;
import org.posthorn.spool.queue.JournalMailQueueFactory;
import org.posthorn.spool.queue.QueuedMail;

/** A spool on a disk below a test's directory, with at most one spooler over it. */
final class Spool implements AutoCloseable {
    static final String TEXT = "Subject: hello\r\n\r\nbody\r\n";
    private static final Duration SOON = Duration.ofMillis(20);

    private final Path directory;
    private final Clock clock;
    private final Disk disk = new Disk();
    private JournalMailQueueFactory queues;
    private SpoolingMailetContext context;
    private List<AutoCloseable> spoolers = List.of();

    Spool(Path directory) throws IOException {
        this(directory, Clock.systemUTC());
    }

    Spool(Path directory, Clock clock) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.queues = open();
        this.context = context();
    }

    private JournalMailQueueFactory open() throws IOException {
        return new JournalMailQueueFactory(
                Journal.open(disk.below(directory.resolve("spool")), JournalSettings.DEFAULT),
                new RecordingMetricFactory(),
                new NoopGaugeRegistry(),
                new OutgoingRetries(),
                clock);
    }

    private SpoolingMailetContext context() {
        try {
            SpoolingMailetContext made = new SpoolingMailetContext(
                    silent(DNSService.class), silent(DomainList.class), silent(LocalResources.class), queues);
            BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("postmaster", "postmaster@b.test");
            made.configure(configuration);
            return made;
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A part of James that knows nothing and does nothing. */
    private static <T> T silent(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class
                        ? Boolean.FALSE
                        : method.getReturnType() == Domain.class ? Domain.LOCALHOST : List.of()));
    }

    Disk disk() {
        return disk;
    }

    SpoolingMailetContext mailetContext() {
        return context;
    }

    Spooler start(int threads, MailProcessor processor) {
        return start(threads, Duration.ofSeconds(20), processor);
    }

    Spooler start(int threads, Duration patience, MailProcessor processor) {
        return start(new SpoolerSettings(threads, new RetrySchedule(List.of(SOON)), patience), processor);
    }

    Spooler start(SpoolerSettings settings, MailProcessor processor) {
        Spooler spooler = new Spooler(queues, processor, context, new RecordingMetricFactory(), settings);
        spoolers = List.of(spooler);
        spooler.start();
        return spooler;
    }

    void put(String name) throws MailQueueException, MessagingException {
        queues.createQueue(MailQueueFactory.SPOOL).enQueue(mail(name));
    }

    static MailImpl mail(String name) throws MessagingException {
        return MailImpl.builder()
                .name(name)
                .sender("a@b.test")
                .addRecipients("c@d.test", "e@d.test")
                .state("root")
                .mimeMessage(new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                        name, new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.US_ASCII)))))
                .build();
    }

    List<QueuedMail> mails(String queue) {
        return queues.administration().list().stream()
                .filter(mail -> mail.queue().equals(queue))
                .toList();
    }

    boolean isEmpty() {
        return queues.createQueue(MailQueueName.of("spool")).getSize() == 0;
    }

    JournalMailQueueFactory queues() {
        return queues;
    }

    /** Ends everything and begins anew with what is on the disk. */
    void restart() throws IOException {
        close();
        queues = open();
        context = context();
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable spooler : spoolers) {
                spooler.close();
            }
            spoolers = List.of();
            queues.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
