// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.james.cli.type.CmdType;

/** James's commands as Posthorn offers them. */
final class Commands {

    private static final Set<CmdType> WITH_PASSWORD = EnumSet.of(CmdType.ADDUSER, CmdType.SETPASSWORD);

    /** Commands of the quota, whose first argument James wants as a quota root; a user name does here. */
    private static final Set<CmdType> OF_A_USERS_QUOTA = EnumSet.of(
            CmdType.GETSTORAGEQUOTA,
            CmdType.GETMESSAGECOUNTQUOTA,
            CmdType.GETMAXSTORAGEQUOTA,
            CmdType.GETMAXMESSAGECOUNTQUOTA,
            CmdType.SETMAXSTORAGEQUOTA,
            CmdType.SETMAXMESSAGECOUNTQUOTA);

    /**
     * Commands of James for parts that Posthorn does not have, and those that read a file with the server's rights, check
     * nothing and say nothing when they fail.
     */
    private static final Set<CmdType> NOT_OFFERED = EnumSet.of(
            CmdType.COPYMAILBOX,
            CmdType.REINDEXALL,
            CmdType.REINDEXMAILBOX,
            CmdType.IMPORTEML,
            CmdType.ADDACTIVESIEVESCRIPT,
            CmdType.CREATEMAILBOX);

    private static final int CLOSE_ENOUGH = 4;

    private Commands() {}

    static boolean needsPassword(CmdType command) {
        return WITH_PASSWORD.contains(command);
    }

    static boolean isOfAUsersQuota(CmdType command) {
        return OF_A_USERS_QUOTA.contains(command);
    }

    static boolean isOffered(CmdType command) {
        return !NOT_OFFERED.contains(command);
    }

    static String usage(CmdType command) {
        if (needsPassword(command)) {
            return command.getCommand() + " <username> [--password-file FILE]";
        }
        return isOfAUsersQuota(command)
                ? command.getUsage().replace("<quotaroot>", "<username>").replace("<maxMessageCount>", "<size>")
                : command.getUsage();
    }

    /** All commands, a line each. */
    static String help() {
        return Arrays.stream(CmdType.values())
                .filter(Commands::isOffered)
                .map(command -> "  " + usage(command))
                .collect(Collectors.joining("\n"));
    }

    static String suggestion(String name) {
        return nearest(name)
                .map(command -> "; did you mean " + command.getCommand() + "?")
                .orElse("; './posthorn cli help' lists them");
    }

    private static Optional<CmdType> nearest(String name) {
        LevenshteinDistance distance = new LevenshteinDistance(CLOSE_ENOUGH);
        String wanted = name.toLowerCase(Locale.ROOT);
        record Candidate(CmdType command, int distance) {}
        return Arrays.stream(CmdType.values())
                .filter(Commands::isOffered)
                .map(command -> new Candidate(
                        command, distance.apply(wanted, command.getCommand().toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() >= 0)
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::command);
    }
}
