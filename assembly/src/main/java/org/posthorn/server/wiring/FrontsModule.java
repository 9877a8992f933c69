// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.util.Modules;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.POP3ServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.protocols.lib.netty.CertificateReloadable;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.smtpserver.netty.SMTPServerFactory;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.posthorn.imap.ImapAccessModule;
import org.posthorn.pop3.Pop3AccessModule;
import org.posthorn.smtp.server.PosthornSmtpServerFactory;

/** The servers that clients talk to: SMTP, IMAP, POP3, ManageSieve. */
public final class FrontsModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new ProtocolHandlerModule());
        install(Modules.override(new IMAPServerModule(), new POP3ServerModule())
                .with(new ImapAccessModule(), new Pop3AccessModule()));
        install(new SieveModule());
        bind(SMTPServerFactory.class).to(PosthornSmtpServerFactory.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), CertificateReloadable.Factory.class)
                .addBinding()
                .to(SMTPServerFactory.class);
    }

    @ProvidesIntoSet
    InitializationOperation startSmtp(ConfigurationProvider configuration, SMTPServerFactory servers) {
        return InitilizationOperationBuilder.forClass(SMTPServerFactory.class).init(() -> {
            servers.configure(configuration.getConfiguration("smtpserver"));
            servers.init();
        });
    }
}
