// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.logger.DefaultMetricFactory;
import org.apache.james.queue.activemq.ActiveMQCacheableMailQueue;
import org.apache.james.queue.activemq.FileSystemBlobTransferPolicy;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;

/** James's embedded broker with its settings: KahaDB that forces its journal at every write, bodies in files beside it. */
final class ActiveMqSpool {

    private ActiveMqSpool() {}

    /** @param forced whether bodies are forced too, which James does not do */
    static TrialSpool open(Path directory, boolean forced) throws Exception {
        Files.createDirectories(directory);
        BrokerService broker = broker(directory);
        broker.start();
        FileSystem files = new LocalFiles();
        FileSystemBlobTransferPolicy bodies = forced ? new ForcedBlobPolicy(files) : new FileSystemBlobTransferPolicy();
        bodies.setFileSystem(files);
        bodies.setDefaultUploadUrl("file://" + directory.toAbsolutePath() + "/blob-transfer");
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://trial?create=false");
        connections.setTrustAllPackages(false);
        connections.setBlobTransferPolicy(bodies);
        ActiveMQPrefetchPolicy prefetch = new ActiveMQPrefetchPolicy();
        prefetch.setAll(0);
        connections.setPrefetchPolicy(prefetch);
        ActiveMQCacheableMailQueue queue = new ActiveMQCacheableMailQueue(
                connections,
                new RawMailQueueItemDecoratorFactory(),
                MailQueueName.of("spool"),
                true,
                new DefaultMetricFactory(),
                new NoopGaugeRegistry());
        return new QueueSpool(queue, () -> {
            queue.dispose();
            broker.stop();
        });
    }

    private static BrokerService broker(Path directory) throws IOException {
        KahaDBPersistenceAdapter storage = new KahaDBPersistenceAdapter();
        storage.setDirectory(directory.resolve("KahaDB").toFile());
        storage.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
        BrokerService broker = new BrokerService();
        broker.setBrokerName("trial");
        broker.setUseJmx(false);
        broker.setPersistent(true);
        broker.setDataDirectoryFile(directory.resolve("brokers").toFile());
        broker.setUseShutdownHook(false);
        broker.setSchedulerSupport(false);
        broker.setPersistenceAdapter(storage);
        broker.setPlugins(new BrokerPlugin[] {new StatisticsBrokerPlugin()});
        broker.setEnableStatistics(true);
        return broker;
    }

    /** Absolute file URLs only. */
    private static final class LocalFiles implements FileSystem {
        @Override
        public InputStream getResource(String url) throws IOException {
            return Files.newInputStream(getFile(url).toPath());
        }

        @Override
        public File getFile(String url) {
            return new File(url.replaceFirst("^file:(//)?", ""));
        }

        @Override
        public File getBasedir() {
            return new File("/");
        }
    }
}
