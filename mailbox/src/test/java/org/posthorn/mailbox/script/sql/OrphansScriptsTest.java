// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.orphan.Orphan;
import org.posthorn.mailbox.script.ActiveScript;
import org.posthorn.testing.MariaDbFlavour;

/** What becomes of the scripts of an account that is deleted in the panel. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrphansScriptsTest {

    private static final Username ANN = Username.of("ann@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String CREATED = "2024-01-01 10:00:00";

    @Parameter
    private MariaDbFlavour flavour;

    private StoreFixture fixture;
    private ScriptServer server;

    @BeforeParameterizedClassInvocation
    void open() {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    void close() {
        fixture.close();
    }

    @BeforeEach
    void annHasTwoScriptsAndNoMail() throws Exception {
        fixture.empty().run("DELETE FROM mailbox");
        server = new ScriptServer(fixture);
        account(ANN, CREATED);
        account(BOB, CREATED);
        put(ANN, "a", "redirect \"away@outside.test\";");
        put(ANN, "b", "keep;");
        activate(ANN, "a");
    }

    @Test
    void scriptsAloneMakeAnOrphanToo() throws Exception {
        orphan();

        assertThat(server.orphans.list()).extracting(Orphan::owner).containsExactly(ANN.asString());
        assertThat(scripts(ANN)).isEmpty();
    }

    @Test
    void anAccountWhoseRowIsBackHasItsScriptsAgainAsTheyWere() throws Exception {
        fixture.run("UPDATE {script} SET changed_at = 1000");
        server.scripts.setQuota(ANN, QuotaSizeLimit.size(1234));
        orphan();
        account(ANN, CREATED);

        ActiveScript active = server.active.of(ANN).orElseThrow();
        assertThat(active.text()).isEqualTo("redirect \"away@outside.test\";");
        assertThat(active.since().toEpochMilli()).isEqualTo(1000);
        assertThat(scripts(ANN)).containsExactly("a*", "b");
        assertThat(server.scripts.getQuota(ANN)).isEqualTo(QuotaSizeLimit.size(1234));
        assertThat(server.orphans.list()).isEmpty();
    }

    @Test
    void scriptsThatCameMeanwhileMakeWayAndAreNotActive() throws Exception {
        orphan();
        put(ANN, "a", "stop;");
        put(ANN, "a (2)", "stop;");
        put(ANN, "new", "discard;");
        activate(ANN, "new");
        server.scripts.setQuota(ANN, QuotaSizeLimit.size(99_999));
        account(ANN, CREATED);

        assertThat(server.active.of(ANN)).map(ActiveScript::text).contains("redirect \"away@outside.test\";");
        assertThat(scripts(ANN)).containsExactly("a (2)", "a (3)", "a*", "b", "new");
        assertThat(server.scripts.getQuota(ANN)).isEqualTo(QuotaSizeLimit.size(99_999));
    }

    @Test
    void whoHadNoScriptsKeepsTheActiveOneThatCameMeanwhile() throws Exception {
        fixture.run("DELETE FROM {script}").run("INSERT INTO {subscription} VALUES ('ann@example.org', 'x')");
        orphan();
        put(ANN, "new", "discard;");
        activate(ANN, "new");
        account(ANN, CREATED);

        assertThat(scripts(ANN)).containsExactly("new*");
    }

    @Test
    void aRowThatIsBackInPlaceOfANewOneSetsTheNewAccountsScriptsApart() throws Exception {
        orphan();
        account(ANN, "2025-01-01 10:00:00");
        put(ANN, "a", "stop;");
        activate(ANN, "a");
        fixture.run("UPDATE mailbox SET created = '" + CREATED + "'");

        assertThat(server.active.of(ANN)).map(ActiveScript::text).contains("redirect \"away@outside.test\";");
        assertThat(scripts(ANN)).containsExactly("a*", "b");
        assertThat(server.orphans.list()).hasSize(1);
    }

    @Test
    void anotherUserGetsThemSwitchedOffAndUnderFreeNames() throws Exception {
        put(BOB, "a", "keep;");
        put(BOB, "a (2)", "keep;");
        activate(BOB, "a");
        server.orphans.attach(orphan(), BOB.asString());

        assertThat(scripts(BOB)).containsExactly("a (2)", "a (3)", "a*", "b");
        assertThat(server.active.of(BOB)).map(ActiveScript::text).contains("keep;");
        assertThat(text(BOB, "a (3)")).isEqualTo("redirect \"away@outside.test\";");
        assertThat(server.orphans.list()).isEmpty();
    }

    @Test
    void aNameThatIsAsLongAsCanBeIsCutForItsNumber() throws Exception {
        String horns = "\uD83D\uDCEF".repeat(128);
        put(ANN, horns, "stop;");
        put(BOB, horns, "keep;");
        server.orphans.attach(orphan(), BOB.asString());

        assertThat(scripts(BOB)).containsExactly("a", "b", "\uD83D\uDCEF".repeat(127) + " (2)", horns);
    }

    @Test
    void theSameUserGetsThemSwitchedOffTooIfTheAdministratorGivesThem() throws Exception {
        long id = orphan();
        account(ANN, "2025-01-01 10:00:00");
        server.orphans.attach(id, ANN.asString());

        assertThat(scripts(ANN)).containsExactly("a", "b");
        assertThat(server.active.of(ANN)).isEmpty();
    }

    @Test
    void withAPurgedOrphanTheyAreGone() throws Exception {
        server.scripts.setQuota(ANN, QuotaSizeLimit.size(1234));
        long id = orphan();
        server.orphans.purge(id);
        account(ANN, CREATED);

        assertThat(scripts(ANN)).isEmpty();
        assertThat(scripts(Username.of("#" + id))).isEmpty();
        assertThat(server.scripts.hasQuota(Username.of("#" + id))).isFalse();
        assertThat(server.scripts.hasQuota(ANN)).isFalse();
    }

    private long orphan() throws Exception {
        fixture.run("DELETE FROM mailbox WHERE username = '" + ANN.asString() + "'");
        return server.orphans.list().get(0).id();
    }

    private List<String> scripts(Username user) throws Exception {
        return server.scripts.listScripts(user).stream()
                .map(script -> script.getName().getValue() + (script.isActive() ? "*" : ""))
                .sorted()
                .toList();
    }

    private String text(Username user, String name) throws Exception {
        return new String(server.scripts.getScript(user, new ScriptName(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private void put(Username user, String name, String text) throws Exception {
        server.scripts.putScript(user, new ScriptName(name), new ScriptContent(text));
    }

    private void activate(Username user, String name) throws Exception {
        server.scripts.setActive(user, new ScriptName(name));
    }

    private void account(Username user, String created) {
        fixture.run("INSERT INTO mailbox (username, password, name, maildir, local_part, domain, created) VALUES ('"
                + user.asString() + "', '', '', '', '', 'example.org', '" + created + "')");
    }
}
