// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.MariaDbFlavour;

/** The limits of a domain when several commands come at the same time. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class PanelAliasesTest {

    private static final int LIMIT = 3;
    private static final int THREADS = 8;
    private static final int ROUNDS = 5;

    private final PanelDatabase panel;
    private final PanelAliases aliases;

    PanelAliasesTest(MariaDbFlavour flavour) {
        panel = PanelDatabase.empty(flavour).withDomains("example.test").withMailboxes("alice@example.test");
        aliases = panel.aliases();
        panel.run("UPDATE domain SET aliases = ?", LIMIT);
    }

    @Test
    void keepsToTheLimitWhenManyAreMadeAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                panel.run("DELETE FROM alias WHERE address <> 'alice@example.test'");
                List<Callable<Boolean>> additions = IntStream.range(0, THREADS)
                        .mapToObj(number -> (Callable<Boolean>) () -> tryToAdd("alias" + number + "@example.test"))
                        .toList();
                threads.invokeAll(additions);
                assertThat(panel.column("SELECT address FROM alias WHERE address <> 'alice@example.test'"))
                        .hasSize(LIMIT);
            }
        } finally {
            threads.shutdown();
        }
    }

    private boolean tryToAdd(String address) {
        try {
            aliases.add(MappingSource.parse(address), Mapping.alias("alice@example.test"));
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }
}
