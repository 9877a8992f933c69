// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;

/** Makes the servers of {@code imapserver.xml}; to be bound in place of James's factory. */
public final class PosthornImapServerFactory extends IMAPServerFactory {

    @Inject
    public PosthornImapServerFactory(
            FileSystem files,
            Provider<ImapDecoder> decoder,
            Provider<ImapEncoder> encoder,
            Provider<ImapProcessor> processor,
            MetricFactory metrics,
            GaugeRegistry gauges) {
        super(files, decoder, encoder, processor, metrics, gauges);
    }

    @Override
    protected IMAPServer createServer() {
        return new PosthornImapServer(decoder.get(), encoder.get(), processor.get(), imapMetrics, gaugeRegistry);
    }
}
