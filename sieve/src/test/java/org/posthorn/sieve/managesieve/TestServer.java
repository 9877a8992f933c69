// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.posthorn.postfixadmin.session.OpenSessions;
import org.posthorn.sieve.MemoryScripts;

/** A front on a free port, with accounts of which everybody at example.test has one password. */
final class TestServer implements AutoCloseable {

    static final String PASSWORD = "Secret-Pw11";
    static final Duration DELAY = Duration.ofMillis(300);

    final FakeAccounts accounts = new FakeAccounts();
    final OpenSessions sessions = new OpenSessions(accounts);
    final MemoryScripts repository = new MemoryScripts();
    final InetSocketAddress address;
    private final ManageSieveFront front;

    static ManageSieveSettings settings() {
        return new ManageSieveSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(3),
                DELAY,
                50,
                50,
                1 << 20,
                5,
                2);
    }

    TestServer() throws IOException {
        this(settings());
    }

    TestServer(ManageSieveSettings settings) throws IOException {
        front = new ManageSieveFront(settings, () -> TestTls.CONTEXT, accounts, sessions, repository);
        address = front.start();
    }

    @Override
    public void close() {
        front.stop();
        sessions.close();
    }

    static final class FakeAccounts implements Accounts, Admissions {
        volatile boolean down;
        final AtomicInteger questions = new AtomicInteger();
        final AtomicInteger reviews = new AtomicInteger();
        volatile boolean revoked;

        @Override
        public Authentication authenticate(String username, String password, Service service) {
            questions.incrementAndGet();
            if (down) {
                throw new AccountsUnavailableException("no answer", new IllegalStateException("down"));
            }
            return service == Service.SIEVE && password.equals(PASSWORD) && username.endsWith("@example.test")
                    ? new Authentication.Accepted(new Admission(username.toLowerCase(Locale.ROOT), "", ""))
                    : new Authentication.Refused("wrong-password");
        }

        @Override
        public Map<Admission, Revocation> revoked(Collection<Admission> admissions) {
            reviews.incrementAndGet();
            return revoked
                    ? admissions.stream().collect(Collectors.toMap(one -> one, one -> Revocation.INACTIVE))
                    : Map.of();
        }

        @Override
        public Resolution resolve(String address) {
            return new Resolution.Unknown();
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
}
