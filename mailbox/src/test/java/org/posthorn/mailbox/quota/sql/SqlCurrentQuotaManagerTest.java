// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.store.quota.CurrentQuotaManagerContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.quota.Drift.Amount;
import org.posthorn.testing.MariaDbFlavour;
import reactor.core.publisher.Mono;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class SqlCurrentQuotaManagerTest implements CurrentQuotaManagerContract {

    private static QuotaFixture fixture;

    private SqlCurrentQuotaManager testee;

    SqlCurrentQuotaManagerTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void start(MariaDbFlavour flavour) {
        fixture = new QuotaFixture(flavour);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        testee = new SqlCurrentQuotaManager(fixture.empty().store, fixture.usage());
    }

    @Override
    public CurrentQuotaManager testee() {
        return testee;
    }

    /** James's contract wants figures below nothing, which the panel would show. */
    @Override
    @Test
    public void decreaseShouldNotFailWhenItLeadsToNegativeValues() {
        Mono.from(testee.decrease(operation(QUOTA_ROOT, 10, 100))).block();

        assertThat(Mono.from(testee.getCurrentQuotas(QUOTA_ROOT)).block()).isEqualTo(CurrentQuotas.emptyQuotas());
    }

    @Test
    void aRootIsTheUserOfThatName() throws Exception {
        QuotaRoot alice = QuotaRoot.quotaRoot("#private&alice@example.test", Optional.empty());

        Mono.from(testee.increase(operation(alice, 2, 30))).block();

        assertThat(fixture.row("quota2", "alice@example.test")).contains(new Amount(30, 2));
    }

    private static QuotaOperation operation(QuotaRoot root, long count, long size) {
        return new QuotaOperation(root, QuotaCountUsage.count(count), QuotaSizeUsage.size(size));
    }
}
