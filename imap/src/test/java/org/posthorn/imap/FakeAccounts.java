// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Admissions;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Mailbox;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.postfixadmin.Service;

/** Accounts in memory, which can be switched off like a database. */
public final class FakeAccounts implements Accounts, Admissions {

    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Revocation> revoked = new ConcurrentHashMap<>();
    private final AtomicInteger reviews = new AtomicInteger();
    private volatile boolean down;
    private volatile Optional<Service> onlyFor = Optional.empty();

    public FakeAccounts with(String username, String password) {
        passwords.put(username, password);
        return this;
    }

    /** Lets nobody in again who was let in before now. */
    public void revoke(String username, Revocation reason) {
        revoked.put(username, reason);
    }

    /** How often somebody asked for those who were let in before. */
    public int reviews() {
        return reviews.get();
    }

    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    public void serveOnly(Service service) {
        onlyFor = Optional.of(service);
    }

    /** Every name whose password was asked for, as it came. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public Authentication authenticate(String username, String password, Service service) {
        asked.add(username);
        if (down) {
            throw new AccountsUnavailableException("connection refused", new IllegalStateException("down"));
        }
        String canonical = username.toLowerCase(Locale.ROOT);
        if (!password.equals(passwords.get(canonical))) {
            return new Authentication.Refused("wrong-password");
        }
        return onlyFor.map(service::equals).orElse(true)
                ? new Authentication.Accepted(new Admission(canonical, "2024-05-06 07:08:09", password))
                : new Authentication.Refused("service-not-allowed");
    }

    @Override
    public Map<Admission, Revocation> revoked(Collection<Admission> admissions) {
        if (down) {
            throw new AccountsUnavailableException("connection refused", new IllegalStateException("down"));
        }
        reviews.incrementAndGet();
        return admissions.stream()
                .filter(admission -> revoked.containsKey(admission.username()))
                .collect(Collectors.toMap(admission -> admission, admission -> revoked.get(admission.username())));
    }

    @Override
    public Resolution resolve(String address) {
        return new Resolution.Foreign();
    }

    @Override
    public DomainKind domain(String name) {
        return DomainKind.FOREIGN;
    }

    @Override
    public Optional<Mailbox> mailbox(String username) {
        return Optional.empty();
    }

    @Override
    public boolean maySendAs(String username, String sender) {
        return false;
    }
}
