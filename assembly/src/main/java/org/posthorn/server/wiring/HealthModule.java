// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import org.apache.james.IsStartedProbe;
import org.apache.james.modules.IsStartedProbeModule;
import org.apache.james.modules.PeriodicalHealthChecksModule;

/** What is asked again and again whether it is well. */
public final class HealthModule extends AbstractModule {

    private final IsStartedProbe started;

    public HealthModule(IsStartedProbe started) {
        this.started = started;
    }

    @Override
    protected void configure() {
        install(new IsStartedProbeModule(started));
        install(new PeriodicalHealthChecksModule());
    }
}
