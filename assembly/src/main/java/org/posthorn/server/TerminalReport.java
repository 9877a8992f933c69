// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server;

import com.google.common.base.Throwables;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.server.check.Problem;
import org.posthorn.spool.journal.SpoolInUseException;

/** What the server says on its terminal before there is a log. */
@TerminalOutput
final class TerminalReport {

    private final PrintStream out = System.err;

    void problems(List<Problem> problems) {
        out.println("posthorn: " + count(problems.size()) + " in the configuration; nothing was started");
        problems.forEach(problem -> out.println("  " + problem.line()));
    }

    void rightConfiguration(Path directory) {
        out.println("posthorn: the configuration in " + directory + " is right");
    }

    void refuse(String sentence) {
        out.println("posthorn: " + sentence);
    }

    void failure(Throwable failure) {
        Optional<Throwable> inUse = Throwables.getCausalChain(failure).stream()
                .filter(SpoolInUseException.class::isInstance)
                .findFirst();
        if (inUse.isPresent()) {
            refuse(inUse.get().getMessage() + ": another server works there");
            return;
        }
        out.println("posthorn: the start failed");
        failure.printStackTrace(out);
    }

    private static String count(int problems) {
        return problems == 1 ? "1 problem" : problems + " problems";
    }
}
