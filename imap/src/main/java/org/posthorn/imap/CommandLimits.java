// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

/**
 * How large one command may be. Whoever exceeds a limit is disconnected.
 *
 * @param line longest line, in octets, without its literals
 * @param literals how many literals a command may have
 * @param literalOctets octets of all literals of a command together
 * @param messageOctets the same for APPEND
 */
record CommandLimits(int line, int literals, long literalOctets, long messageOctets) {

    private static final int STRANGER = 8 * 1024;
    private static final int STRANGER_LITERALS = 4;
    private static final int USER_LITERALS = 1000;
    private static final long USER_LITERAL_OCTETS = 1024L * 1024;

    /** Before login: enough for LOGIN with its two literals. */
    static final CommandLimits BEFORE_LOGIN = new CommandLimits(STRANGER, STRANGER_LITERALS, STRANGER, STRANGER);

    /** After login; {@code messageOctets} 0 means as much as James's reader can address. */
    static CommandLimits afterLogin(int line, long messageOctets) {
        long messages = messageOctets > 0 ? messageOctets : Integer.MAX_VALUE / 2;
        return new CommandLimits(line, USER_LITERALS, Math.min(USER_LITERAL_OCTETS, messages), messages);
    }

    long octetsFor(String command) {
        return "APPEND".equals(command) ? messageOctets : literalOctets;
    }
}
