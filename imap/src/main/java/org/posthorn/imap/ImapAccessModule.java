// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import javax.inject.Provider;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.MailboxTyper;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.processor.CapabilityProcessor;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;

/**
 * Binds our IMAP front over James's {@code IMAPServerModule}, which it must override.
 *
 * <p>It needs {@code Accounts} and a {@code MailboxManager} from elsewhere. The mailbox's {@code Authenticator} is never
 * asked by it.
 */
public final class ImapAccessModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ImapCapabilities.class).in(Scopes.SINGLETON);
        bind(CapabilityProcessor.class).to(ImapCapabilities.class);
        bind(MailboxTyper.class).to(SpecialUseFolders.class).in(Scopes.SINGLETON);
        // LIST ... RETURN (STATUS ...) uses a second, never configured instance otherwise
        bind(StatusProcessor.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    IMAPServerFactory serverFactory(
            FileSystem files,
            Provider<ImapDecoder> decoder,
            Provider<ImapEncoder> encoder,
            Provider<ImapProcessor> processor,
            MetricFactory metrics,
            GaugeRegistry gauges) {
        return new PosthornImapServerFactory(files, decoder, encoder, processor, metrics, gauges);
    }
}
