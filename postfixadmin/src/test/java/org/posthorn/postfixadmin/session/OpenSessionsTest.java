// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Admissions;
import org.posthorn.postfixadmin.Service;
import org.posthorn.testing.Poll;

class OpenSessionsTest {

    private static final Admission ANN = new Admission("ann@example.org", "2024-05-06 07:08:09", "x");
    private static final Admission ANN_WITH_APP_PASSWORD = new Admission("ann@example.org", ANN.created(), "y");
    private static final Admission BOB = new Admission("bob@example.org", ANN.created(), "z");

    private final Map<Admission, Admissions.Revocation> revoked = new ConcurrentHashMap<>();
    private final List<Collection<Admission>> questions = new CopyOnWriteArrayList<>();
    private final List<String> dismissed = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private final OpenSessions sessions = new OpenSessions(admissions -> {
        questions.add(admissions);
        if (down) {
            throw new AccountsUnavailableException("no answer", new IllegalStateException("down"));
        }
        return revoked;
    });

    @AfterEach
    void close() {
        sessions.close();
    }

    private OpenSession enter(Admission admission, String name) {
        return sessions.enter(admission, Service.IMAP, "192.0.2.1", () -> dismissed.add(name));
    }

    @Test
    void aRoundEndsTheSessionsThatAreRevokedAndNoOthersAndEachOnce() {
        OpenSession first = enter(ANN, "first");
        enter(ANN, "second");
        OpenSession other = enter(BOB, "other");
        revoked.put(ANN, Admissions.Revocation.DELETED);

        sessions.round();
        sessions.round();

        assertThat(dismissed).containsExactlyInAnyOrder("first", "second");
        assertThat(first.isOver()).isTrue();
        assertThat(other.isOver()).isFalse();
        assertThat(questions.get(1)).containsExactly(BOB);
    }

    @Test
    void whoHasLeftIsNotAskedFor() {
        OpenSession session = enter(ANN, "ann");
        session.leave();
        session.leave();

        sessions.round();

        assertThat(questions).isEmpty();
    }

    @Test
    void aDatabaseThatDoesNotAnswerEndsNothing() {
        enter(ANN, "ann");
        revoked.put(ANN, Admissions.Revocation.INACTIVE);
        down = true;
        sessions.round();
        assertThatThrownBy(() -> sessions.check(ANN.username())).isInstanceOf(AccountsUnavailableException.class);
        assertThat(dismissed).isEmpty();

        down = false;
        sessions.round();
        assertThat(dismissed).containsExactly("ann");
    }

    @Test
    void onlyTheUserWhoIsNamedIsLookedAt() {
        enter(ANN, "ann");
        enter(BOB, "bob");

        sessions.check(ANN.username());
        sessions.check("carol@example.org");

        assertThat(questions).hasSize(1);
        assertThat(questions.get(0)).containsExactly(ANN);
    }

    @Test
    void aLoginWithAnotherPasswordHasTheOthersLookedAtAtOnce() {
        revoked.put(ANN, Admissions.Revocation.PASSWORD);
        enter(ANN, "before");
        enter(ANN, "with the same one");
        assertThat(questions).isEmpty();

        OpenSession after = enter(ANN_WITH_APP_PASSWORD, "after");

        assertThat(Poll.until(Duration.ofSeconds(30), () -> dismissed.size() == 2))
                .isTrue();
        assertThat(after.isOver()).isFalse();
    }

    @Test
    void oneQuestionIsForFiveHundredUsers() {
        for (int i = 0; i < 1001; i++) {
            enter(new Admission("user" + i + "@example.org", "", ""), "user");
        }

        sessions.round();

        List<Integer> sizes = new ArrayList<>();
        questions.forEach(question -> sizes.add(question.size()));
        assertThat(sizes).containsExactly(500, 500, 1);
    }

    @Test
    void aConnectionThatCannotBeEndedKeepsNoOthersOpen() {
        sessions.enter(ANN, Service.POP3, "192.0.2.1", () -> {
            throw new IllegalStateException("its thread is gone");
        });
        enter(BOB, "bob");
        revoked.put(ANN, Admissions.Revocation.DELETED);
        revoked.put(BOB, Admissions.Revocation.DELETED);

        sessions.round();

        assertThat(dismissed).containsExactly("bob");
    }
}
