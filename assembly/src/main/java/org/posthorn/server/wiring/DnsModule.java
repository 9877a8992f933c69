// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import javax.inject.Singleton;
import org.apache.james.dnsservice.api.DNSService;
import org.posthorn.server.dns.PosthornDns;
import org.posthorn.server.settings.PosthornSettings;

/** Which name servers are asked. */
public final class DnsModule extends AbstractModule {

    @Provides
    @Singleton
    DNSService dns(PosthornSettings settings) {
        return PosthornDns.of(settings);
    }
}
