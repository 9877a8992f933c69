// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.testing;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Mailbox;
import org.posthorn.postfixadmin.MailboxSpace;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.postfixadmin.Resolution.Deliverable;
import org.posthorn.postfixadmin.Resolution.Target;
import org.posthorn.postfixadmin.Service;

/** Domain example.test with alice, bob, the alias sales@ (to alice), an inactive dave, a loop, and relayed.test. */
public final class FakeAccounts implements Accounts, MailboxSpace {

    public static final String ALICE = "alice@example.test";
    public static final String BOB = "bob@example.test";
    public static final String PASSWORD = "Secret-Pw11";

    private final Map<String, Resolution> resolutions = new ConcurrentHashMap<>(Map.of(
            ALICE,
            to(ALICE),
            BOB,
            to(BOB),
            "sales@example.test",
            to(ALICE),
            "postmaster@example.test",
            to(ALICE),
            "dave@example.test",
            new Resolution.Inactive(),
            "loop@example.test",
            new Resolution.Loop()));
    private final ConcurrentLinkedQueue<String> questions = new ConcurrentLinkedQueue<>();
    private final Semaphore slow = new Semaphore(0);
    private final Map<String, Long> rooms = new ConcurrentHashMap<>();
    private volatile boolean down;
    private volatile boolean roomUnknown;
    private volatile boolean switchedOff;

    private static Resolution to(String mailbox) {
        return new Deliverable(List.of(new Target(mailbox, DomainKind.LOCAL)));
    }

    /** From now on the database does not answer, or does again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** From now on the mailboxes of alice and bob are inactive, or active again. */
    public void switchedOff(boolean isOff) {
        switchedOff = isOff;
    }

    /** Lets one question for {@code slow@example.test} be answered. */
    public void answerSlowQuestion() {
        slow.release();
    }

    public boolean hasSlowQuestion() {
        return slow.hasQueuedThreads();
    }

    public void add(String address) {
        resolutions.put(address, to(address));
    }

    /** Everything that was asked, in order, with the name of the thread behind {@code '|'}. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    private void asked(String question) {
        questions.add(question + "|" + Thread.currentThread().getName());
        if (down) {
            throw new AccountsUnavailableException("the database is down", new java.io.IOException("refused"));
        }
    }

    @Override
    public Resolution resolve(String address) {
        asked(address);
        String key = address.toLowerCase(Locale.ROOT);
        if (key.equals("slow@example.test")) {
            slow.acquireUninterruptibly();
            return to(ALICE);
        }
        if (key.equals("bug@example.test")) {
            throw new IllegalStateException("a fault made for a test");
        }
        if (resolutions.containsKey(key)) {
            return resolutions.get(key);
        }
        if (key.indexOf('%') >= 0 || key.indexOf('!') >= 0) {
            return new Resolution.Foreign();
        }
        return switch (domain(key.substring(key.lastIndexOf('@') + 1))) {
            case LOCAL -> new Resolution.Unknown();
            case RELAY -> new Resolution.Relay();
            case FOREIGN -> new Resolution.Foreign();
        };
    }

    @Override
    public DomainKind domain(String name) {
        return switch (name) {
            case "example.test" -> DomainKind.LOCAL;
            case "relayed.test" -> DomainKind.RELAY;
            default -> DomainKind.FOREIGN;
        };
    }

    @Override
    public Optional<Mailbox> mailbox(String username) {
        asked(username);
        return username.equals(ALICE) || username.equals(BOB)
                ? Optional.of(new Mailbox(username, 0, !switchedOff))
                : Optional.empty();
    }

    @Override
    public Authentication authenticate(String username, String password, Service service) {
        asked(username);
        String canonical = username.toLowerCase(Locale.ROOT);
        boolean known = canonical.equals(ALICE) || canonical.equals(BOB);
        return known && password.equals(PASSWORD) && service == Service.SMTP
                ? new Authentication.Accepted(new Admission(canonical, "", ""))
                : new Authentication.Refused("wrong-password");
    }

    @Override
    public boolean maySendAs(String username, String sender) {
        asked(sender);
        return sender.equalsIgnoreCase(username)
                || username.equals(ALICE) && sender.equalsIgnoreCase("sales@example.test");
    }

    /** From now on an address leads to these targets. */
    public void lead(String address, Target... targets) {
        resolutions.put(address, new Deliverable(List.of(targets)));
    }

    /** From now on a mailbox has room for so many bytes more. */
    public void room(String mailbox, long bytes) {
        rooms.put(mailbox, bytes);
    }

    /** From now on nobody can say how full mailboxes are, or somebody can. */
    public void roomUnknown(boolean isUnknown) {
        roomUnknown = isUnknown;
    }

    /** Every mailbox has room again, and nothing was asked. */
    public void forget() {
        rooms.clear();
        questions.clear();
        roomUnknown = false;
    }

    @Override
    public Set<String> full(Collection<String> mailboxes, long bytes) {
        if (roomUnknown) {
            throw new AccountsUnavailableException("the database is down", new java.io.IOException("refused"));
        }
        asked("room for " + bytes + " in " + String.join(",", mailboxes));
        return mailboxes.stream()
                .filter(mailbox -> rooms.getOrDefault(mailbox, Long.MAX_VALUE) < bytes)
                .collect(Collectors.toSet());
    }
}
