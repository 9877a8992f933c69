// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.List;
import java.util.Map;
import org.posthorn.server.Directories;

/**
 * Looks at the environment and at every configuration file before anything starts.
 *
 * <p>Nothing is changed and nothing stays open; ports are tried and let go. A taken port is found only when the check runs
 * while no server of this configuration does.
 */
public final class ConfigurationCheck {

    private final Directories directories;
    private final Map<String, String> environment;

    private ConfigurationCheck(Directories directories, Map<String, String> environment) {
        this.directories = directories;
        this.environment = environment;
    }

    public static ConfigurationCheck of(Directories directories, Map<String, String> environment) {
        return new ConfigurationCheck(directories, Map.copyOf(environment));
    }

    /** Everything that is wrong; empty when the server may start. */
    public List<Problem> problems() {
        Problems problems = new Problems();
        new EnvironmentCheck(environment, problems).run();
        new FilesCheck(directories.configuration(), environment, problems).run();
        new ElementsCheck(directories.configuration(), directories.home(), environment, problems).run();
        new MailetContainerCheck(problems).run(directories.configuration());
        new PortsCheck(directories.configuration(), environment, problems).run();
        return problems.all();
    }
}
