// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import org.apache.james.IsStartedProbe;
import org.posthorn.server.Directories;
import org.posthorn.server.settings.PosthornSettings;

/** The whole server. */
public final class ServerModule extends AbstractModule {

    private final Directories directories;
    private final PosthornSettings settings;
    private final IsStartedProbe started;

    public ServerModule(Directories directories, PosthornSettings settings, IsStartedProbe started) {
        this.directories = directories;
        this.settings = settings;
        this.started = started;
    }

    @Override
    protected void configure() {
        install(new CommonModule(directories, settings));
        install(new DnsModule());
        install(new AccountsModule());
        install(new MailboxStoreModule());
        install(new SpoolModule());
        install(new FrontsModule());
        install(new WebAdminModule());
        install(new JmxModule());
        install(new HealthModule(started));
    }
}
