// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.annotation.PreDestroy;
import org.apache.james.IsStartedProbe;
import org.apache.james.onami.lifecycle.Stager;
import org.apache.james.utils.InitializationOperations;
import org.posthorn.mailbox.housekeeping.Housekeeping;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.mailbox.quota.QuotaWarnings;
import org.posthorn.mailbox.quota.sql.Adoption;
import org.posthorn.mailbox.quota.sql.Usage;
import org.posthorn.mailbox.sql.StoreSchema;
import org.posthorn.postfixadmin.session.OpenSessions;
import org.posthorn.postfixadmin.sql.Database;
import org.posthorn.server.administration.PrivateFiles;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;
import org.posthorn.server.tls.SelfSignedPair;
import org.posthorn.server.wiring.ServerModule;
import org.posthorn.spool.spooler.Spooler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server between its start and its stop. */
final class RunningServer {

    private static final Logger LOGGER = LoggerFactory.getLogger(RunningServer.class);

    private final Injector injector;
    private final IsStartedProbe started;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private RunningServer(Injector injector, IsStartedProbe started) {
        this.injector = injector;
        this.started = started;
    }

    /** Starts everything; returns when every port answers. */
    static RunningServer start(Directories directories, PosthornSettings settings, long beginNanos) throws Exception {
        prepare(directories, settings);
        IsStartedProbe started = new IsStartedProbe();
        Injector injector = Guice.createInjector(new ServerModule(directories, settings, started));
        new DatabaseAtStart(
                        injector.getInstance(Database.class),
                        injector.getInstance(StoreSchema.class),
                        injector.getInstance(Adoption.class))
                .await();
        RunningServer server = new RunningServer(injector, started);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "shutdown"));
        OpenSessions sessions = injector.getInstance(OpenSessions.class);
        injector.getInstance(AccountIdentity.class).watch(sessions::check);
        sessions.start();
        injector.getInstance(InitializationOperations.class).initModules();
        injector.getInstance(Usage.class).watch(injector.getInstance(QuotaWarnings.class));
        injector.getInstance(Housekeeping.class).start();
        injector.getInstance(Spooler.class).start();
        started.notifyStarted();
        LOGGER.info(
                "check=start result=ready ms={} java={}",
                Duration.ofNanos(System.nanoTime() - beginNanos).toMillis(),
                Runtime.version().feature());
        return server;
    }

    private static void prepare(Directories directories, PosthornSettings settings) throws IOException {
        Files.createDirectories(directories.home());
        PrivateFiles.directory(directories.secrets());
        PrivateFiles.directory(directories.run());
        if (settings.text(Setting.TLS_CERT).isEmpty()) {
            new SelfSignedPair(directories.tls(), Clock.systemUTC()).ensure(settings.require(Setting.HOSTNAME));
        }
    }

    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void stop() {
        LOGGER.info("check=stop result=begun");
        started.notifyStoped();
        injector.getInstance(Housekeeping.class).close();
        injector.getInstance(OpenSessions.class).close();
        injector.getInstance(Key.get(new TypeLiteral<Stager<PreDestroy>>() {})).stage();
        LOGGER.info("check=stop result=done");
        stopped.countDown();
    }
}
