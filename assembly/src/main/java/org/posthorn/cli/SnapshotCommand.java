// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.posthorn.server.administration.SpoolMXBean;
import org.posthorn.spool.journal.DiskStorage;
import org.posthorn.spool.journal.Journal;
import org.posthorn.spool.journal.SpoolInUseException;

/**
 * {@code snapshot}: a copy of the spool below the spool, for {@code ./posthorn backup}; says where it is.
 *
 * <p>The spool's lock decides who makes it: the server that holds it, or this process while no server does. So no copy is
 * ever made of files that somebody writes to.
 */
final class SnapshotCommand implements Subcommand {

    private final Path spool;

    SnapshotCommand() {
        this(Path.of(System.getProperty("posthorn.home", "var")));
    }

    SnapshotCommand(Path home) {
        this.spool = home.resolve("spool");
    }

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public List<String> usage() {
        return List.of("snapshot");
    }

    @Override
    public List<String> run(List<String> words, Beans server) throws Refusal {
        if (!words.isEmpty()) {
            throw misused();
        }
        if (!Files.isDirectory(spool)) {
            throw new Refusal(ExitCode.REFUSED, "there is no spool " + spool + ": no server ever ran here");
        }
        try {
            return List.of(Journal.snapshot(DiskStorage.open(spool)).toString());
        } catch (SpoolInUseException e) {
            return List.of(server.ask(SpoolMXBean.NAME, SpoolMXBean.class, SpoolMXBean::snapshot));
        } catch (IOException e) {
            throw new Refusal(ExitCode.REFUSED, "the spool " + spool + " cannot be copied: " + e);
        }
    }
}
