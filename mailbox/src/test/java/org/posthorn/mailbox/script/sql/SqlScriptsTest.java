// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.ScriptSummary;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.DuplicateException;
import org.apache.james.sieverepository.api.exception.QuotaExceededException;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.StoreRefusedException;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.script.ActiveScript;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlScriptsTest {

    private static final Username ANN = Username.of("ann@example.org");

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private ScriptServer here;
    private ScriptServer there;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    void close() {
        fixture.close();
    }

    @BeforeEach
    void ann() {
        fixture.empty().run("DELETE FROM mailbox");
        account("2024-01-01 10:00:00");
        here = new ScriptServer(fixture);
        there = new ScriptServer(fixture);
    }

    @Test
    void namesAndTextsOfAnyKindStayAsTheyAre() throws Exception {
        List<String> names = List.of(
                "../../etc/passwd",
                "a",
                "A",
                "a ",
                "ä",
                "a\u0308",
                "%",
                "_",
                "'; --",
                "\uD83D\uDCEF",
                ".active",
                "\\",
                "日本語".repeat(170),
                "x".repeat(2048));
        for (String name : names) {
            put(here, name, "# \uD83D\uDCEF " + name);
        }
        put(here, "empty", "");

        assertThat(there.scripts.listScripts(ANN))
                .extracting(script -> script.getName().getValue())
                .containsAll(names)
                .hasSize(names.size() + 1);
        for (String name : names) {
            assertThat(text(there, name)).isEqualTo("# \uD83D\uDCEF " + name);
        }
        assertThat(text(there, "empty")).isEmpty();
        activate(here, "ä");
        assertThat(there.active.of(ANN)).map(ActiveScript::text).contains("# \uD83D\uDCEF ä");
        assertThatThrownBy(() -> activate(here, "Ä")).isInstanceOf(ScriptNotFoundException.class);
    }

    @Test
    void aNameThatIsTooLongOrNoneIsRefusedAndNotCut() throws Exception {
        assertThatThrownBy(() -> put(here, "x".repeat(2049), "keep;"))
                .isInstanceOf(StorageException.class)
                .hasCauseInstanceOf(StoreRefusedException.class);
        assertThatThrownBy(() -> put(here, "", "keep;")).isInstanceOf(StorageException.class);
        put(here, "a", "keep;");
        assertThatThrownBy(() -> here.scripts.renameScript(ANN, name("a"), name("")))
                .isInstanceOf(StorageException.class);

        assertThat(here.scripts.listScripts(ANN)).containsExactly(new ScriptSummary(name("a"), false));
    }

    @Test
    void whatOneServerChangesAllSee() throws Exception {
        put(here, "a", "keep;");
        put(there, "b", "stop;");
        activate(here, "a");
        activate(there, "b");

        assertThat(here.scripts.listScripts(ANN))
                .containsExactly(new ScriptSummary(name("a"), false), new ScriptSummary(name("b"), true));
        there.scripts.renameScript(ANN, name("b"), name("c"));
        assertThat(here.active.of(ANN)).map(ActiveScript::text).contains("stop;");
        put(here, "c", "discard;");
        assertThat(there.active.of(ANN)).map(ActiveScript::text).contains("discard;");
    }

    @Test
    void theDaysCountFromTheSwitchOrTheLastChange() throws Exception {
        put(here, "a", "keep;");
        put(here, "b", "keep;");
        activate(here, "a");
        fixture.run("UPDATE {script} SET changed_at = 1000");

        activate(here, "a");
        here.scripts.renameScript(ANN, name("a"), name("z"));
        put(here, "b", "stop;");
        assertThat(since()).isEqualTo(1000);
        put(here, "z", "stop;");
        assertThat(since()).isGreaterThan(1000);
        fixture.run("UPDATE {script} SET changed_at = 1000");
        activate(here, "b");
        assertThat(since()).isGreaterThan(1000);
    }

    @Test
    void aSwitchToAScriptThatIsMissingLeavesTheActiveOne() throws Exception {
        put(here, "a", "keep;");
        activate(here, "a");

        assertThatThrownBy(() -> activate(here, "none")).isInstanceOf(ScriptNotFoundException.class);
        assertThat(here.active.of(ANN)).isPresent();
        assertThatThrownBy(() -> here.scripts.renameScript(ANN, name("a"), name("a")))
                .isInstanceOf(DuplicateException.class);
    }

    @Test
    void oneScriptIsActiveWhoeverSwitchesAtTheSameTimeAndADeliveryAlwaysMeetsOne() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) {
            put(here, name, name);
        }
        activate(here, "a");

        concurrently(4, thread -> {
            ScriptServer server = thread % 2 == 0 ? here : there;
            for (int i = 0; i < 20; i++) {
                if (thread == 3) {
                    assertThat(server.active.of(ANN)).isPresent();
                } else {
                    activate(server, String.valueOf((char) ('a' + thread + i % 2)));
                }
            }
        });

        assertThat(here.scripts.listScripts(ANN))
                .filteredOn(ScriptSummary::isActive)
                .hasSize(1);
    }

    @Test
    void theQuotaIsKeptWhoeverStoresAtTheSameTime() throws Exception {
        here.scripts.setDefaultQuota(QuotaSizeLimit.size(5));
        here.scripts.setQuota(ANN, QuotaSizeLimit.size(100));

        concurrently(4, thread -> {
            for (int i = 0; i < 10; i++) {
                try {
                    put(thread % 2 == 0 ? here : there, thread + "-" + i, "0123456789");
                } catch (QuotaExceededException e) {
                    assertThat(e).hasMessageContaining("of 100 bytes");
                }
            }
        });

        assertThat(here.scripts.listScripts(ANN)).hasSize(10);
        put(there, here.scripts.listScripts(ANN).get(0).getName().getValue(), "9876543210");
        here.scripts.removeQuota(ANN);
        assertThatThrownBy(() -> there.scripts.haveSpace(ANN, name("x"), 1)).isInstanceOf(QuotaExceededException.class);
        here.scripts.setQuota(ANN, QuotaSizeLimit.unlimited());
        there.scripts.haveSpace(ANN, name("x"), Long.MAX_VALUE / 2);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNoMissingScript() throws Exception {
        put(here, "a", "keep;");
        activate(here, "a");
        fixture.run("RENAME TABLE {script} TO {script}_away");
        try {
            assertThatThrownBy(() -> here.active.of(ANN)).isInstanceOf(StoreUnavailableException.class);
            for (Ask ask : List.<Ask>of(
                    () -> here.scripts.getActive(ANN),
                    () -> here.scripts.listScripts(ANN),
                    () -> activate(here, "a"),
                    () -> text(here, "a"),
                    () -> put(here, "b", "keep;"))) {
                assertThatThrownBy(ask::ask)
                        .isInstanceOf(StorageException.class)
                        .hasCauseInstanceOf(StoreUnavailableException.class);
            }
        } finally {
            fixture.run("RENAME TABLE {script}_away TO {script}");
        }
        assertThat(here.active.of(ANN)).isPresent();
    }

    @Test
    void thatThereIsNoneIsRememberedForAMomentAndNotAfterAChangeHere() throws Exception {
        put(here, "a", "keep;");
        assertThat(here.active.of(ANN)).isEmpty();
        fixture.run("UPDATE {script} SET active = 1");
        assertThat(here.active.of(ANN)).isEmpty();
        assertThat(there.active.of(ANN)).isPresent();

        fixture.run("UPDATE {script} SET active = NULL");
        assertThat(there.active.of(ANN)).isEmpty();
        activate(there, "a");
        assertThat(there.active.of(ANN)).isPresent();
    }

    @Test
    void anAccountCreatedAgainHasNoScripts() throws Exception {
        put(here, "a", "redirect \"away@outside.test\";");
        activate(here, "a");
        here.scripts.setQuota(ANN, QuotaSizeLimit.size(100));
        for (int year = 2025; year < 2029; year++) {
            fixture.run("DELETE FROM mailbox");
            account(year + "-01-01 10:00:00");
            switch (year) {
                case 2025 -> assertThat(there.active.of(ANN)).isEmpty();
                case 2026 -> assertThat(there.scripts.listScripts(ANN)).isEmpty();
                case 2027 -> assertThat(there.scripts.hasQuota(ANN)).isFalse();
                default ->
                    assertThatThrownBy(() -> there.scripts.getActive(ANN)).isInstanceOf(ScriptNotFoundException.class);
            }
            put(there, "b", "redirect \"elsewhere@outside.test\";");
            activate(there, "b");
            there.scripts.setQuota(ANN, QuotaSizeLimit.size(1000));
        }
        assertThat(there.orphans.list()).hasSize(4);
    }

    private long since() throws Exception {
        return here.scripts.getActivationDateForActiveScript(ANN).toInstant().toEpochMilli();
    }

    private static void put(ScriptServer server, String name, String text) throws Exception {
        server.scripts.putScript(ANN, name(name), new ScriptContent(text));
    }

    private static void activate(ScriptServer server, String name) throws Exception {
        server.scripts.setActive(ANN, name.isEmpty() ? SieveRepository.NO_SCRIPT_NAME : name(name));
    }

    private static String text(ScriptServer server, String name) throws Exception {
        return new String(server.scripts.getScript(ANN, name(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static ScriptName name(String name) {
        return new ScriptName(name);
    }

    private void account(String created) {
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) VALUES ('"
                + ANN.asString() + "', '', '', '', '', 'example.org', '" + created + "')");
    }

    private static void concurrently(int threads, Round round) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                all.add(executor.submit(() -> {
                    round.run(thread);
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Ask {
        void ask() throws Exception;
    }

    @FunctionalInterface
    private interface Round {
        void run(int thread) throws Exception;
    }
}
