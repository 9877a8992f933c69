// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.alias;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Mailbox;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.postfixadmin.Service;

/** Accounts whose answers a test writes down; an address without an answer is unknown. */
final class ScriptedAccounts implements Accounts {

    private final Map<String, Resolution> resolutions = new HashMap<>();
    private boolean down;

    ScriptedAccounts mailboxes(String address, String... mailboxes) {
        return answers(address, DomainKind.LOCAL, mailboxes);
    }

    ScriptedAccounts answers(String address, DomainKind kind, String... targets) {
        List<Resolution.Target> all = java.util.Arrays.stream(targets)
                .map(target -> new Resolution.Target(target, kind))
                .toList();
        return answers(address, new Resolution.Deliverable(all));
    }

    ScriptedAccounts answers(String address, Resolution resolution) {
        resolutions.put(address, resolution);
        return this;
    }

    void goDown() {
        down = true;
    }

    @Override
    public Resolution resolve(String address) {
        if (down) {
            throw new AccountsUnavailableException("down", new IllegalStateException());
        }
        return resolutions.getOrDefault(address, new Resolution.Unknown());
    }

    @Override
    public DomainKind domain(String name) {
        throw new AssertionError("not asked");
    }

    @Override
    public Optional<Mailbox> mailbox(String username) {
        throw new AssertionError("not asked");
    }

    @Override
    public Authentication authenticate(String username, String password, Service service) {
        throw new AssertionError("not asked");
    }

    @Override
    public boolean maySendAs(String username, String sender) {
        throw new AssertionError("not asked");
    }
}
