// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.inject.Singleton;
import org.apache.james.sieverepository.api.SieveQuotaRepository;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.posthorn.mailbox.script.ActiveScripts;
import org.posthorn.mailbox.script.sql.SqlActiveScripts;
import org.posthorn.mailbox.script.sql.SqlScripts;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.session.OpenSessions;
import org.posthorn.server.Directories;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;
import org.posthorn.server.tls.PemContext;
import org.posthorn.sieve.managesieve.ManageSieveFront;
import org.posthorn.sieve.managesieve.ManageSieveSettings;

/** Users' filter scripts: where they are kept, and the server that edits them. */
public final class SieveModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(SieveRepository.class).to(SqlScripts.class);
        bind(SieveQuotaRepository.class).to(SqlScripts.class);
        bind(ActiveScripts.class).to(SqlActiveScripts.class);
    }

    @Provides
    @Singleton
    PemContext tls(Directories directories, PosthornSettings settings) {
        return new PemContext(
                settings.text(Setting.TLS_CERT).map(Path::of).orElse(directories.certificate()),
                settings.text(Setting.TLS_KEY).map(Path::of).orElse(directories.key()));
    }

    @Provides
    @Singleton
    ManageSieve front(
            PosthornSettings settings,
            PemContext tls,
            Accounts accounts,
            OpenSessions sessions,
            SieveRepository scripts) {
        InetSocketAddress address =
                new InetSocketAddress(settings.require(Setting.BIND), settings.number(Setting.SIEVE_PORT));
        return new ManageSieve(
                new ManageSieveFront(ManageSieveSettings.defaults(address), tls, accounts, sessions, scripts));
    }

    @ProvidesIntoSet
    InitializationOperation start(ManageSieve sieve) {
        return InitilizationOperationBuilder.forClass(ManageSieve.class).init(sieve::start);
    }
}
