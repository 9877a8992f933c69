// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.postfixadmin.AccountsUnavailableException;

/** Turns what the server threw into one sentence: temporary when the database did not answer, else a refusal. */
final class ServerFailure {

    private ServerFailure() {}

    static Refusal of(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        if (chain.stream().anyMatch(ServerFailure::isTemporary)) {
            return new Refusal(ExitCode.UNAVAILABLE, "the accounts' database does not answer; try again later");
        }
        Throwable cause = chain.get(chain.size() - 1);
        if (cause instanceof NullPointerException) {
            return new Refusal(ExitCode.REFUSED, "there is no such user, or no limit is set for him");
        }
        if (cause instanceof NumberFormatException) {
            return new Refusal(ExitCode.USAGE, "a number is needed, or a size such as 500M or 2G");
        }
        String message = cause.getMessage();
        return new Refusal(
                ExitCode.REFUSED,
                message == null || message.isBlank() ? cause.getClass().getSimpleName() : message);
    }

    private static boolean isTemporary(Throwable cause) {
        return cause instanceof AccountsUnavailableException || cause instanceof SocketTimeoutException;
    }

    /** From the outermost to the innermost, each once. */
    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = thrown; next != null && !chain.contains(next); next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }
}
