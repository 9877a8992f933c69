// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.james.sql.PanelDatabase;
import org.posthorn.postfixadmin.james.sql.QuotaLimits;
import org.posthorn.testing.MariaDbServer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Schedulers;

class PostfixAdminMaxQuotaManagerTest {

    private static final Domain EXAMPLE = Domain.of("example.test");
    private static final QuotaRoot ALICE = QuotaRoot.quotaRoot("#private&alice@example.test", Optional.of(EXAMPLE));
    private static final QuotaRoot NOBODY = QuotaRoot.quotaRoot("#private&nobody@example.test", Optional.of(EXAMPLE));

    private final PanelDatabase panel = PanelDatabase.empty(MariaDbServer.flavour())
            .withDomains("example.test")
            .withMailboxes("alice@example.test");
    private final PostfixAdminMaxQuotaManager limits = new PostfixAdminMaxQuotaManager(panel.limits());

    @Test
    void theLimitIsThePanelsInBytes() throws Exception {
        panel.run("UPDATE mailbox SET quota = 1024000");
        assertThat(limits.getMaxStorage(ALICE)).contains(QuotaSizeLimit.size(1_024_000));
        limits.setMaxStorage(ALICE, QuotaSizeLimit.size(2_048_000));
        assertThat(storedQuota()).isEqualTo("2048000");
        assertThat(panel.log()).containsExactly("edit_mailbox alice@example.test");
    }

    @Test
    void noLimitOfThePanelLeavesThoseOfTheDomainAndOfAll() throws Exception {
        limits.setGlobalMaxStorage(QuotaSizeLimit.size(3));
        limits.setDomainMaxStorage(EXAMPLE, QuotaSizeLimit.size(2));
        assertThat(limits.listMaxStorageDetails(ALICE))
                .containsOnlyKeys(Quota.Scope.Domain, Quota.Scope.Global)
                .containsEntry(Quota.Scope.Domain, QuotaSizeLimit.size(2));
        limits.setMaxStorage(ALICE, QuotaSizeLimit.unlimited());
        assertThat(storedQuota()).isEqualTo("0");
        assertThat(limits.getMaxStorage(ALICE)).contains(QuotaSizeLimit.unlimited());
        limits.removeMaxStorage(ALICE);
        assertThat(limits.getMaxStorage(ALICE)).contains(QuotaSizeLimit.size(2));
    }

    @Test
    void allDetailsTogetherAreTheSame() throws Exception {
        limits.setMaxStorage(ALICE, QuotaSizeLimit.size(5));
        limits.setMaxMessage(ALICE, QuotaCountLimit.unlimited());
        limits.setDomainMaxMessage(EXAMPLE, QuotaCountLimit.count(4));
        limits.setGlobalMaxStorage(QuotaSizeLimit.size(3));
        panel.withDomains("other.test").withMailboxes("bob@other.test");
        panel.limits().set(QuotaLimits.Kind.MESSAGES, QuotaLimits.Scope.user("bob@other.test"), 1);

        var details = Objects.requireNonNull(
                Mono.from(limits.quotaDetailsReactive(ALICE)).block());
        assertThat(details.getMaxStorageDetails())
                .isEqualTo(limits.listMaxStorageDetails(ALICE))
                .isEqualTo(
                        Map.of(Quota.Scope.User, QuotaSizeLimit.size(5), Quota.Scope.Global, QuotaSizeLimit.size(3)));
        assertThat(details.getMaxMessageDetails())
                .isEqualTo(limits.listMaxMessagesDetails(ALICE))
                .isEqualTo(Map.of(
                        Quota.Scope.User, QuotaCountLimit.unlimited(), Quota.Scope.Domain, QuotaCountLimit.count(4)));
    }

    @Test
    void aNegativeQuotaMeansThatNothingMayBeStored() throws Exception {
        panel.run("UPDATE mailbox SET quota = -1");
        assertThat(limits.getMaxStorage(ALICE)).contains(QuotaSizeLimit.size(0));
        panel.run("UPDATE mailbox SET quota = 5");
        limits.setMaxStorage(ALICE, QuotaSizeLimit.size(0));
        assertThat(storedQuota()).isEqualTo("-1");
    }

    @Test
    void theLimitsOfTheDomainAreKept() {
        panel.run("UPDATE domain SET maxquota = 1");
        assertThatThrownBy(() -> limits.setMaxStorage(ALICE, QuotaSizeLimit.size(1_024_001)))
                .isInstanceOf(MailboxException.class)
                .hasMessage("domain example.test allows 1 MB (1024000 bytes) per mailbox");
        assertThatThrownBy(() -> limits.removeMaxStorage(ALICE)).isInstanceOf(MailboxException.class);
        assertThat(storedQuota()).isEqualTo("0");
        assertThat(panel.log()).isEmpty();
    }

    @Test
    void aUserWithoutAMailboxHasNoLimitOfHisOwn() throws Exception {
        assertThatThrownBy(() -> limits.setMaxStorage(NOBODY, QuotaSizeLimit.size(1)))
                .isInstanceOf(MailboxException.class)
                .hasMessage("mailbox nobody@example.test does not exist");
        assertThatThrownBy(() -> limits.setMaxMessage(NOBODY, QuotaCountLimit.count(1)))
                .isInstanceOf(MailboxException.class);
        limits.setGlobalMaxMessage(QuotaCountLimit.count(9));
        assertThat(limits.getMaxMessage(NOBODY)).contains(QuotaCountLimit.count(9));
    }

    @Test
    void theReactiveMethodsDoTheSameOnThreadsThatMayWait() {
        Mono<Optional<QuotaSizeLimit>> onAnEventLoop = Mono.fromCallable(() -> "x")
                .publishOn(Schedulers.parallel())
                .doOnNext(x -> assertThat(Thread.currentThread()).isInstanceOf(NonBlocking.class))
                .flatMap(x -> Mono.from(limits.setMaxStorageReactive(ALICE, QuotaSizeLimit.size(7))))
                .then(Mono.from(limits.setDomainMaxMessageReactive(EXAMPLE, QuotaCountLimit.count(8))))
                .then(Mono.from(limits.setGlobalMaxMessageReactive(QuotaCountLimit.count(9))))
                .then(Mono.from(limits.listMaxStorageDetailsReactive(ALICE)))
                .map(limits::getMaxStorage);
        assertThat(onAnEventLoop.block()).contains(QuotaSizeLimit.size(7));
        assertThat(Mono.from(limits.getDomainMaxMessageReactive(EXAMPLE)).block())
                .isEqualTo(QuotaCountLimit.count(8));
        assertThat(Mono.from(limits.getGlobalMaxMessageReactive()).block()).isEqualTo(QuotaCountLimit.count(9));
        assertThat(Mono.from(limits.getGlobalMaxStorageReactive()).blockOptional())
                .isEmpty();
        assertThatThrownBy(() -> Mono.from(limits.setMaxStorageReactive(NOBODY, QuotaSizeLimit.size(7)))
                        .block())
                .hasCauseInstanceOf(MailboxException.class);
    }

    private String storedQuota() {
        return panel.column("SELECT quota FROM mailbox").get(0);
    }
}
