// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.mail.Flags;
import javax.mail.Flags.Flag;

/** Flags as a message's row has them: system flags as bits, keywords as one text, sorted and separated by spaces. */
public final class FlagBits {

    public static final int ANSWERED = 1;
    public static final int DELETED = 2;
    public static final int DRAFT = 4;
    public static final int FLAGGED = 8;
    public static final int SEEN = 16;
    public static final int RECENT = 32;

    private static final int ALL = 64;

    private static final Map<Flag, Integer> BITS = Map.of(
            Flag.ANSWERED,
            ANSWERED,
            Flag.DELETED,
            DELETED,
            Flag.DRAFT,
            DRAFT,
            Flag.FLAGGED,
            FLAGGED,
            Flag.SEEN,
            SEEN,
            Flag.RECENT,
            RECENT);

    private FlagBits() {}

    /** The bits of the system flags. */
    public static int of(Flags flags) {
        return Arrays.stream(flags.getSystemFlags())
                .mapToInt(flag -> BITS.getOrDefault(flag, 0))
                .reduce(0, (left, right) -> left | right);
    }

    /** The keywords' text, absent where there are none. */
    public static Optional<String> keywords(Flags flags) {
        String text = names(flags).stream().map(FlagBits::escape).collect(Collectors.joining(" "));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The keywords, sorted. */
    public static List<String> names(Flags flags) {
        return Stream.of(flags.getUserFlags())
                .filter(name -> !name.isEmpty())
                .sorted()
                .toList();
    }

    /** The flags of a row. */
    public static Flags flags(int bits, Optional<String> keywords) {
        Flags flags = new Flags();
        BITS.forEach((flag, bit) -> {
            if ((bits & bit) != 0) {
                flags.add(flag);
            }
        });
        keywords.ifPresent(text -> Stream.of(text.split(" ", -1)).forEach(name -> flags.add(unescape(name))));
        return flags;
    }

    /** A keyword as it stands between the spaces: no space is left in it. */
    public static String escape(String keyword) {
        return keyword.replace("\\", "\\\\").replace(" ", "\\s");
    }

    /** Every value of the bits with this one set or not, separated by commas, for {@code flags IN (...)}. */
    public static String values(int bit, boolean isSet) {
        return IntStream.range(0, ALL)
                .filter(value -> ((value & bit) != 0) == isSet)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\' && ++i < text.length()) {
                letter = text.charAt(i) == 's' ? ' ' : text.charAt(i);
            }
            name.append(letter);
        }
        return name.toString();
    }
}
