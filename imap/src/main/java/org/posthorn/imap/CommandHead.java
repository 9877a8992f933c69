// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The first two words of a command, read without judging the rest.
 *
 * @param tag what replies to the command carry, if it is one that can stand in a reply
 * @param name the command in upper case, empty where there is none
 */
record CommandHead(Optional<String> tag, String name) {

    private static final int LONGEST_WORD = 64;

    static CommandHead of(ByteBuf command) {
        int end = Math.min(command.readableBytes(), 2 * LONGEST_WORD + 2);
        String[] words = command.toString(command.readerIndex(), end, StandardCharsets.US_ASCII)
                .split("[ \r\n]", 3);
        Optional<String> tag = Optional.of(words[0]).filter(CommandHead::canStandInReply);
        return new CommandHead(tag, words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "");
    }

    private static boolean canStandInReply(String word) {
        return !word.isEmpty()
                && word.length() <= LONGEST_WORD
                && word.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\+".indexOf(c) < 0);
    }
}
