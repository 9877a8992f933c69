// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiteralRoomTest {

    private final LiteralRoom room = new LiteralRoom(100);
    private final List<String> granted = new ArrayList<>();

    private LiteralRoom.Claim claim(String user, String name, long octets) {
        return room.claim(user, octets, () -> granted.add(name));
    }

    @Test
    void roomIsGivenInTheOrderOfComing() {
        LiteralRoom.Claim first = claim("ann", "first", 60);
        claim("bob", "large", 50);
        claim("joe", "small", 10);
        assertThat(granted).containsExactly("first");

        first.end();
        assertThat(granted).containsExactly("first", "large", "small");
    }

    @Test
    void oneUserHasHalfOfItAndOthersDoNotWaitForTheRest() {
        LiteralRoom.Claim first = claim("ann", "ann-1", 40);
        claim("ann", "ann-2", 40);
        claim("bob", "bob-1", 50);
        assertThat(granted).containsExactly("ann-1", "bob-1");

        first.end();
        assertThat(granted).containsExactly("ann-1", "bob-1", "ann-2");
    }

    @Test
    void aLiteralLargerThanAllRoomGetsTheWhole() {
        LiteralRoom.Claim whole = claim("ann", "whole", 1000);
        claim("bob", "next", 1);
        assertThat(granted).containsExactly("whole");

        whole.end();
        whole.end();
        claim("joe", "last", 99);
        assertThat(granted).containsExactly("whole", "next", "last");
    }

    @Test
    void whoDoesNotWaitAnyLongerMakesWay() {
        LiteralRoom.Claim holds = claim("ann", "holds", 80);
        LiteralRoom.Claim waits = claim("bob", "waits", 60);
        claim("joe", "small", 20);
        assertThat(granted).containsExactly("holds");

        waits.end();
        holds.end();
        assertThat(granted).containsExactly("holds", "small");
    }
}
