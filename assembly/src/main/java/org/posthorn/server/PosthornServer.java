// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.server.check.ConfigurationCheck;
import org.posthorn.server.check.Problem;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;

/**
 * The server's main class: checks the configuration, makes what is missing, starts everything.
 *
 * <p>{@code -Dposthorn.conf=} names the configuration's directory, {@code -Dposthorn.home=} that of the data (else the
 * variable {@code POSTHORN_HOME}). With {@code --check} the configuration is only checked. Exit codes: 0, and 78
 * (EX_CONFIG) when something in the configuration or the environment is wrong, 1 when the start fails.
 */
public final class PosthornServer {

    /** {@code EX_CONFIG} of sysexits.h. */
    static final int EXIT_CONFIGURATION = 78;

    private static final int EXIT_FAILURE = 1;
    private static final int ROOT = 0;

    private PosthornServer() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        long begin = System.nanoTime();
        TerminalReport report = new TerminalReport();
        try {
            if (isRoot()) {
                report.refuse("the server does not run as root; the start script gives up root's rights for it");
                return EXIT_CONFIGURATION;
            }
            Directories directories = directories();
            System.setProperty("posthorn.home", directories.home().toString());
            // James would ask the DNS for every client's name on its I/O threads: a slow answer would stall all
            // sessions
            System.setProperty("james.protocols.mdc.hostname", "false");
            PosthornSettings settings = PosthornSettings.of(System.getenv());
            List<Problem> problems =
                    ConfigurationCheck.of(directories, System.getenv()).problems();
            if (!problems.isEmpty()) {
                report.problems(problems);
                return EXIT_CONFIGURATION;
            }
            if (arguments.contains("--check")) {
                report.rightConfiguration(directories.configuration());
                return 0;
            }
            useLogbackOf(directories);
            RunningServer.start(directories, settings, begin).awaitStop();
            return 0;
        } catch (StartException e) {
            report.refuse(String.valueOf(e.getMessage()));
            return EXIT_CONFIGURATION;
        } catch (Exception | LinkageError e) {
            report.failure(e);
            return EXIT_FAILURE;
        }
    }

    private static boolean isRoot() throws IOException {
        Path process = Path.of("/proc/self");
        return Files.exists(process) && Files.getAttribute(process, "unix:uid").equals(ROOT);
    }

    private static Directories directories() throws StartException {
        String home = Optional.ofNullable(System.getProperty("posthorn.home"))
                .or(() -> PosthornSettings.of(System.getenv()).text(Setting.HOME))
                .orElseThrow(
                        () -> new StartException("neither POSTHORN_HOME nor -Dposthorn.home says where the data is"));
        String configuration = Optional.ofNullable(System.getProperty("posthorn.conf"))
                .orElseThrow(() -> new StartException("-Dposthorn.conf does not say where the configuration is"));
        return new Directories(Path.of(home), Path.of(configuration));
    }

    private static void useLogbackOf(Directories directories) {
        Path logback = directories.configuration().resolve("logback.xml");
        System.setProperty(
                "logback.configurationFile", System.getProperty("logback.configurationFile", logback.toString()));
    }
}
