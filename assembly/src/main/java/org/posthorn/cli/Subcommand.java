// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A command of our own, with subcommands or none; a new one is a class of its own, added to the list here. */
interface Subcommand {

    /** All there are, in the order of the help. */
    List<Subcommand> ALL = List.of(
            new QueueCommand(), new QuotaCommand(), new AdoptCommand(), new OrphansCommand(), new SnapshotCommand());

    /** The word that stands behind {@code ./posthorn}. */
    String name();

    /** How it is used, one form per line, each with the name first. */
    List<String> usage();

    /**
     * Carries it out and gives the lines it has to say.
     *
     * @param words what stands behind the name
     */
    List<String> run(List<String> words, Beans server) throws Refusal;

    /** That a command line is wrong, and how it is right. */
    default Refusal misused() {
        return new Refusal(ExitCode.USAGE, "usage: ./posthorn " + String.join(" | ", usage()));
    }

    static Optional<Subcommand> named(String name) {
        return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
    }

    /** Every form of every command, a line each. */
    static String help() {
        return ALL.stream()
                .flatMap(command -> command.usage().stream())
                .map(form -> "  " + form)
                .collect(Collectors.joining("\n"));
    }
}
