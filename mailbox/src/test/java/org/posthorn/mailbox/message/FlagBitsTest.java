// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.junit.jupiter.api.Test;

class FlagBitsTest {

    @Test
    void flagsAreReadBackAsTheyWereWritten() {
        Flags flags = new Flags();
        for (Flag flag : new Flag[] {Flag.ANSWERED, Flag.DELETED, Flag.DRAFT, Flag.FLAGGED, Flag.SEEN, Flag.RECENT}) {
            flags.add(flag);
            assertThat(readBack(flags)).isEqualTo(flags);
        }
    }

    @Test
    void keywordsAreSortedAndReadBackWhateverIsInThem() {
        Flags flags = new Flags();
        for (String name : new String[] {"$Junk", "b c", "a", "back\\slash", "\\s", "\u00fcber", "%_!", " "}) {
            flags.add(name);
        }

        assertThat(FlagBits.keywords(flags)).hasValueSatisfying(text -> assertThat(text.split(" "))
                .containsExactly("\\s", "$Junk", "%_!", "\\\\s", "a", "b\\sc", "back\\\\slash", "\u00fcber"));
        assertThat(readBack(flags)).isEqualTo(flags);
    }

    @Test
    void noKeywordsAreNoText() {
        assertThat(FlagBits.keywords(new Flags(Flag.SEEN))).isEmpty();
        assertThat(FlagBits.flags(0, Optional.empty())).isEqualTo(new Flags());
    }

    @Test
    void theValuesOfABitAreThoseThatHaveIt() {
        assertThat(FlagBits.values(FlagBits.DELETED, true).split(","))
                .hasSize(32)
                .startsWith("2", "3", "6", "7");
        assertThat(FlagBits.values(FlagBits.SEEN, false).split(","))
                .hasSize(32)
                .contains("0", "32")
                .doesNotContain("16");
    }

    private static Flags readBack(Flags flags) {
        return FlagBits.flags(FlagBits.of(flags), FlagBits.keywords(flags));
    }
}
