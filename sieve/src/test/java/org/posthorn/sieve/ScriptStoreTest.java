// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.sieve.ScriptStore.Entry;
import org.posthorn.sieve.ScriptStore.Outcome;
import org.posthorn.sieve.ScriptStore.StoreUnavailableException;

class ScriptStoreTest {

    private static final Username ALICE = Username.of("alice@example.test");
    private static final Username BOB = Username.of("bob@example.test");

    private final MemoryScripts repository = new MemoryScripts();
    private final ScriptStore store = new ScriptStore(repository, 5);

    @Test
    void keepsReplacesActivatesRenamesAndDeletes() throws Exception {
        assertThat(store.put(ALICE, "a", "keep;")).isEqualTo(Outcome.DONE);
        assertThat(store.put(ALICE, "a", "stop;")).isEqualTo(Outcome.DONE);
        assertThat(store.get(ALICE, "a")).contains("stop;");
        assertThat(store.activate(ALICE, "a")).isEqualTo(Outcome.DONE);
        assertThat(store.rename(ALICE, "a", "b")).isEqualTo(Outcome.DONE);
        assertThat(store.list(ALICE)).containsExactly(new Entry("b", true));
        assertThat(store.delete(ALICE, "b")).isEqualTo(Outcome.ACTIVE);
        assertThat(store.put(ALICE, "b", "discard;")).isEqualTo(Outcome.DONE);
        assertThat(repository.getActive(ALICE).readAllBytes()).asString().isEqualTo("discard;");
        store.deactivate(ALICE);
        assertThat(store.delete(ALICE, "b")).isEqualTo(Outcome.DONE);
        assertThat(store.list(ALICE)).isEmpty();
    }

    @Test
    void saysWhatIsMissingOrInTheWay() {
        store.put(ALICE, "a", "keep;");
        store.put(ALICE, "b", "keep;");

        assertThat(store.get(ALICE, "none")).isEmpty();
        assertThat(store.activate(ALICE, "none")).isEqualTo(Outcome.NONEXISTENT);
        assertThat(store.delete(ALICE, "none")).isEqualTo(Outcome.NONEXISTENT);
        assertThat(store.rename(ALICE, "none", "c")).isEqualTo(Outcome.NONEXISTENT);
        assertThat(store.rename(ALICE, "a", "b")).isEqualTo(Outcome.ALREADY_EXISTS);
        assertThat(store.get(BOB, "a")).isEmpty();
        assertThat(store.list(BOB)).isEmpty();
    }

    @Test
    void activatingAMissingScriptLeavesTheActiveOne() {
        store.put(ALICE, "a", "keep;");
        store.activate(ALICE, "a");

        assertThat(store.activate(ALICE, "none")).isEqualTo(Outcome.NONEXISTENT);
        assertThat(store.list(ALICE)).containsExactly(new Entry("a", true));
    }

    @Test
    void limitsTheNumberAndTheQuota() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(store.put(ALICE, "s" + i, "keep;")).isEqualTo(Outcome.DONE);
        }
        assertThat(store.put(ALICE, "s5", "keep;")).isEqualTo(Outcome.TOO_MANY);
        assertThat(store.haveSpace(ALICE, "s5", 1)).isEqualTo(Outcome.TOO_MANY);
        assertThat(store.put(ALICE, "s4", "stop;")).isEqualTo(Outcome.DONE);

        repository.setQuota(BOB, QuotaSizeLimit.size(10));
        assertThat(store.haveSpace(BOB, "a", 11)).isEqualTo(Outcome.OVER_QUOTA);
        assertThat(store.put(BOB, "a", "keep; keep; keep;")).isEqualTo(Outcome.OVER_QUOTA);
        assertThat(store.list(BOB)).isEmpty();
        assertThat(store.put(BOB, "a", "keep;")).isEqualTo(Outcome.DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                ".active",
                ".quota",
                "x.bak",
                "x.tmp",
                ".tmp",
                "a b",
                "100%",
                "%2e",
                "..\\..\\x",
                "Grüße",
                "日本語",
                "a'b`c\"d",
                "$HOME;*?",
                "-rf",
                "\uD83D\uDCEF",
                "../../x",
                "/",
                "a ",
                "x.sieve"
            })
    void strangeNamesComeBackAsTheyWere(String name) throws Exception {
        assertThat(ScriptStore.validName(name)).isTrue();

        store.put(ALICE, name, "keep;");
        store.put(ALICE, "plain", "stop;");
        store.activate(ALICE, name);

        assertThat(store.list(ALICE)).containsExactlyInAnyOrder(new Entry(name, true), new Entry("plain", false));
        assertThat(store.get(ALICE, name)).contains("keep;");
    }

    @Test
    void refusesNamesWithControlsOrTooManyBytes() {
        assertThat(new String[] {"", "a\0", "a\nb", "a\u007f", "a\u0085", "a\u2028b", "x".repeat(513)})
                .noneMatch(ScriptStore::validName);
        assertThat(ScriptStore.validName("\uD83D\uDCEF".repeat(128))).isTrue();
    }

    @Test
    void theLongestNameCanBeStoredAndReplaced() {
        String name = "x".repeat(512);

        store.put(ALICE, name, "keep;");
        store.put(ALICE, name, "stop;");

        assertThat(store.get(ALICE, name)).contains("stop;");
    }

    @Test
    void keepsAnEmptyScript() {
        store.put(ALICE, "empty", "");

        assertThat(store.get(ALICE, "empty")).contains("");
    }

    @Test
    void findsScriptsPutByOtherMeansAndHidesThoseThatCannotBeNamed() throws Exception {
        repository.putScript(ALICE, new ScriptName("50% off"), new ScriptContent("keep;"));
        repository.putScript(ALICE, new ScriptName("a\nb"), new ScriptContent("keep;"));

        assertThat(store.list(ALICE)).containsExactly(new Entry("50% off", false));
        store.put(ALICE, "50% off", "stop;");
        assertThat(store.get(ALICE, "50% off")).contains("stop;");
        assertThat(store.list(ALICE)).hasSize(1);
    }

    @Test
    void aRepositoryThatFailsIsNoMissingScript() {
        store.put(ALICE, "a", "keep;");
        repository.breakDown();

        for (Runnable question : List.<Runnable>of(
                () -> store.list(ALICE),
                () -> store.get(ALICE, "a"),
                () -> store.put(ALICE, "a", "keep;"),
                () -> store.activate(ALICE, "a"),
                () -> store.delete(ALICE, "a"),
                () -> store.rename(ALICE, "a", "b"),
                () -> store.haveSpace(ALICE, "a", 1))) {
            assertThatThrownBy(question::run).isInstanceOf(StoreUnavailableException.class);
        }
    }
}
