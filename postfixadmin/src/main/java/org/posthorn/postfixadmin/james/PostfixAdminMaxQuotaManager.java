// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaLimitValue;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.james.sql.QuotaLimits;
import org.posthorn.postfixadmin.james.sql.QuotaLimits.Kind;
import org.posthorn.postfixadmin.james.sql.QuotaLimits.Limit;
import org.posthorn.postfixadmin.james.sql.QuotaLimits.Scope;
import org.posthorn.postfixadmin.james.sql.RefusedException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The storage that a user may fill is the quota of his mailbox in PostfixAdmin, in bytes; numbers of messages, and limits of
 * whole domains and of everybody, are in a table of our own.
 *
 * <p>PostfixAdmin's 0, unlimited, says nothing here, so that a limit of the domain or of all counts; its negative quotas
 * mean that nothing may be stored. Where the database does not answer, methods that may throw {@link MailboxException}
 * do, and the others throw {@link AccountsUnavailableException}; a refused change throws the former with one line that
 * says why. The reactive methods work on threads that may wait.
 */
@Singleton
public final class PostfixAdminMaxQuotaManager implements MaxQuotaManager {

    private final QuotaLimits limits;

    @Inject
    public PostfixAdminMaxQuotaManager(QuotaLimits limits) {
        this.limits = limits;
    }

    @Override
    public void setMaxStorage(QuotaRoot quotaRoot, QuotaSizeLimit limit) throws MailboxException {
        set(Kind.STORAGE, user(quotaRoot), limit);
    }

    @Override
    public Publisher<Void> setMaxStorageReactive(QuotaRoot quotaRoot, QuotaSizeLimit limit) {
        return later(() -> setMaxStorage(quotaRoot, limit));
    }

    @Override
    public void setMaxMessage(QuotaRoot quotaRoot, QuotaCountLimit limit) throws MailboxException {
        set(Kind.MESSAGES, user(quotaRoot), limit);
    }

    @Override
    public Publisher<Void> setMaxMessageReactive(QuotaRoot quotaRoot, QuotaCountLimit limit) {
        return later(() -> setMaxMessage(quotaRoot, limit));
    }

    @Override
    public void removeMaxMessage(QuotaRoot quotaRoot) throws MailboxException {
        remove(Kind.MESSAGES, user(quotaRoot));
    }

    @Override
    public Publisher<Void> removeMaxMessageReactive(QuotaRoot quotaRoot) {
        return later(() -> removeMaxMessage(quotaRoot));
    }

    @Override
    public void removeMaxStorage(QuotaRoot quotaRoot) throws MailboxException {
        remove(Kind.STORAGE, user(quotaRoot));
    }

    @Override
    public Publisher<Void> removeMaxStorageReactive(QuotaRoot quotaRoot) {
        return later(() -> removeMaxStorage(quotaRoot));
    }

    @Override
    public void setGlobalMaxStorage(QuotaSizeLimit limit) throws MailboxException {
        set(Kind.STORAGE, Scope.global(), limit);
    }

    @Override
    public Publisher<Void> setGlobalMaxStorageReactive(QuotaSizeLimit limit) {
        return later(() -> setGlobalMaxStorage(limit));
    }

    @Override
    public void removeGlobalMaxStorage() throws MailboxException {
        remove(Kind.STORAGE, Scope.global());
    }

    @Override
    public Publisher<Void> removeGlobalMaxStorageReactive() {
        return later(this::removeGlobalMaxStorage);
    }

    @Override
    public void setGlobalMaxMessage(QuotaCountLimit limit) throws MailboxException {
        set(Kind.MESSAGES, Scope.global(), limit);
    }

    @Override
    public Publisher<Void> setGlobalMaxMessageReactive(QuotaCountLimit limit) {
        return later(() -> setGlobalMaxMessage(limit));
    }

    @Override
    public void removeGlobalMaxMessage() throws MailboxException {
        remove(Kind.MESSAGES, Scope.global());
    }

    @Override
    public Publisher<Void> removeGlobalMaxMessageReactive() {
        return later(this::removeGlobalMaxMessage);
    }

    @Override
    public Optional<QuotaSizeLimit> getGlobalMaxStorage() throws MailboxException {
        return ask(() -> storage(Scope.global()));
    }

    @Override
    public Publisher<QuotaSizeLimit> getGlobalMaxStorageReactive() {
        return laterMaybe(() -> storage(Scope.global()));
    }

    @Override
    public Optional<QuotaCountLimit> getGlobalMaxMessage() throws MailboxException {
        return ask(() -> messages(Scope.global()));
    }

    @Override
    public Publisher<QuotaCountLimit> getGlobalMaxMessageReactive() {
        return laterMaybe(() -> messages(Scope.global()));
    }

    @Override
    public Map<Quota.Scope, QuotaCountLimit> listMaxMessagesDetails(QuotaRoot quotaRoot) {
        return details(limits(quotaRoot), Kind.MESSAGES, PostfixAdminMaxQuotaManager::count);
    }

    @Override
    public Publisher<Map<Quota.Scope, QuotaCountLimit>> listMaxMessagesDetailsReactive(QuotaRoot quotaRoot) {
        return Mono.fromCallable(() -> listMaxMessagesDetails(quotaRoot)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Map<Quota.Scope, QuotaSizeLimit> listMaxStorageDetails(QuotaRoot quotaRoot) {
        return details(limits(quotaRoot), Kind.STORAGE, PostfixAdminMaxQuotaManager::size);
    }

    @Override
    public Publisher<Map<Quota.Scope, QuotaSizeLimit>> listMaxStorageDetailsReactive(QuotaRoot quotaRoot) {
        return Mono.fromCallable(() -> listMaxStorageDetails(quotaRoot)).subscribeOn(Schedulers.boundedElastic());
    }

    /** Both at once, in one question to the database. */
    @Override
    public QuotaDetails quotaDetails(QuotaRoot quotaRoot) {
        List<Limit> found = limits(quotaRoot);
        return new QuotaDetails(
                details(found, Kind.MESSAGES, PostfixAdminMaxQuotaManager::count),
                details(found, Kind.STORAGE, PostfixAdminMaxQuotaManager::size));
    }

    @Override
    public Publisher<QuotaDetails> quotaDetailsReactive(QuotaRoot quotaRoot) {
        return Mono.fromCallable(() -> quotaDetails(quotaRoot)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Optional<QuotaCountLimit> getDomainMaxMessage(Domain domain) {
        return messages(domain(domain));
    }

    @Override
    public Publisher<QuotaCountLimit> getDomainMaxMessageReactive(Domain domain) {
        return laterMaybe(() -> getDomainMaxMessage(domain));
    }

    @Override
    public void setDomainMaxMessage(Domain domain, QuotaCountLimit limit) throws MailboxException {
        set(Kind.MESSAGES, domain(domain), limit);
    }

    @Override
    public Publisher<Void> setDomainMaxMessageReactive(Domain domain, QuotaCountLimit limit) {
        return later(() -> setDomainMaxMessage(domain, limit));
    }

    @Override
    public void removeDomainMaxMessage(Domain domain) throws MailboxException {
        remove(Kind.MESSAGES, domain(domain));
    }

    @Override
    public Publisher<Void> removeDomainMaxMessageReactive(Domain domain) {
        return later(() -> removeDomainMaxMessage(domain));
    }

    @Override
    public void setDomainMaxStorage(Domain domain, QuotaSizeLimit limit) throws MailboxException {
        set(Kind.STORAGE, domain(domain), limit);
    }

    @Override
    public Publisher<Void> setDomainMaxStorageReactive(Domain domain, QuotaSizeLimit limit) {
        return later(() -> setDomainMaxStorage(domain, limit));
    }

    @Override
    public Optional<QuotaSizeLimit> getDomainMaxStorage(Domain domain) {
        return storage(domain(domain));
    }

    @Override
    public Publisher<QuotaSizeLimit> getDomainMaxStorageReactive(Domain domain) {
        return laterMaybe(() -> getDomainMaxStorage(domain));
    }

    @Override
    public void removeDomainMaxStorage(Domain domain) throws MailboxException {
        remove(Kind.STORAGE, domain(domain));
    }

    @Override
    public Publisher<Void> removeDomainMaxStorageReactive(Domain domain) {
        return later(() -> removeDomainMaxStorage(domain));
    }

    private List<Limit> limits(QuotaRoot quotaRoot) {
        return limits.of(user(quotaRoot), quotaRoot.getDomain().map(PostfixAdminMaxQuotaManager::domain));
    }

    private static <T> Map<Quota.Scope, T> details(List<Limit> limits, Kind kind, LongFunction<T> value) {
        Map<Quota.Scope, T> details = new EnumMap<>(Quota.Scope.class);
        limits.stream()
                .filter(limit -> limit.kind() == kind)
                .forEach(limit -> details.put(scope(limit.scope()), value.apply(limit.value())));
        return details;
    }

    private static Quota.Scope scope(Scope scope) {
        return switch (scope.kind()) {
            case "user" -> Quota.Scope.User;
            case "domain" -> Quota.Scope.Domain;
            default -> Quota.Scope.Global;
        };
    }

    private Optional<QuotaSizeLimit> storage(Scope scope) {
        return limits.find(Kind.STORAGE, scope).map(PostfixAdminMaxQuotaManager::size);
    }

    private Optional<QuotaCountLimit> messages(Scope scope) {
        return limits.find(Kind.MESSAGES, scope).map(PostfixAdminMaxQuotaManager::count);
    }

    private static QuotaSizeLimit size(long limit) {
        return limit == QuotaLimits.UNLIMITED ? QuotaSizeLimit.unlimited() : QuotaSizeLimit.size(limit);
    }

    private static QuotaCountLimit count(long limit) {
        return limit == QuotaLimits.UNLIMITED ? QuotaCountLimit.unlimited() : QuotaCountLimit.count(limit);
    }

    private void set(Kind kind, Scope scope, QuotaLimitValue<?> limit) throws MailboxException {
        change(() -> limits.set(kind, scope, limit.isLimited() ? limit.asLong() : QuotaLimits.UNLIMITED));
    }

    private void remove(Kind kind, Scope scope) throws MailboxException {
        change(() -> limits.remove(kind, scope));
    }

    /** The user behind {@code #private&user@domain}, or behind a root that is only a user's name. */
    private static Scope user(QuotaRoot quotaRoot) {
        String value = quotaRoot.getValue();
        return Scope.user(value.substring(value.indexOf('&') + 1));
    }

    private static Scope domain(Domain domain) {
        return Scope.domain(domain.asString());
    }

    private static void change(Runnable change) throws MailboxException {
        ask(() -> {
            change.run();
            return true;
        });
    }

    private static <T> T ask(Supplier<T> question) throws MailboxException {
        try {
            return question.get();
        } catch (RefusedException e) {
            throw new MailboxException(e.getMessage());
        } catch (AccountsUnavailableException e) {
            throw new MailboxException(e.getMessage(), e);
        }
    }

    /** A change that may fail. */
    @FunctionalInterface
    private interface Change {
        void run() throws MailboxException;
    }

    private static Mono<Void> later(Change change) {
        Callable<Boolean> work = () -> {
            change.run();
            return true;
        };
        return Mono.fromCallable(work).then().subscribeOn(Schedulers.boundedElastic());
    }

    private static <T> Mono<T> laterMaybe(Callable<Optional<T>> question) {
        return Mono.fromCallable(question).flatMap(Mono::justOrEmpty).subscribeOn(Schedulers.boundedElastic());
    }
}
