// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.server;

import javax.inject.Inject;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SMTPServerFactory;

/** Makes the servers that {@code smtpserver.xml} lists; bound in place of James's own factory. */
public final class PosthornSmtpServerFactory extends SMTPServerFactory {

    @Inject
    public PosthornSmtpServerFactory(
            DNSService dns, ProtocolHandlerLoader loader, FileSystem fileSystem, MetricFactory metricFactory) {
        super(dns, loader, fileSystem, metricFactory);
    }

    @Override
    protected SMTPServer createServer() {
        return new PosthornSmtpServer(smtpMetrics);
    }
}
