// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.postfixadmin.Resolution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one address, level by level: what is still to be looked up, and what was found so far.
 *
 * <p>An address is followed once, however often it is named, so that every way ends. A target that is its alias's own
 * name is the mailbox of that name. Targets that lead nowhere are left out with one line in the log; what the whole
 * address is then depends on what is left.
 */
final class Expansion {

    private static final Logger LOGGER = LoggerFactory.getLogger(Expansion.class);

    private final AccountsConfig config;
    private final String asked;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Resolution.Target> targets = new LinkedHashMap<>();
    private final Set<String> logged = new HashSet<>();
    private List<Node> next = new ArrayList<>();
    private Optional<String> owner = Optional.empty();
    private boolean inactive;
    private boolean unknown;
    private boolean circle;
    private boolean tooMuch;

    /** An address on the way; {@code row} is the alias that it led to. */
    static final class Node {
        final Address address;
        final Optional<Address> base;
        final String written;
        final @Nullable Node parent;
        String row = "";
        boolean keeps;

        Node(Address address, Optional<Address> base, String written, @Nullable Node parent) {
            this.address = address;
            this.base = base;
            this.written = written;
            this.parent = parent;
        }
    }

    Expansion(AccountsConfig config, Address first, String written) {
        this.config = config;
        this.asked = written;
        seen.add(first.text());
        names.add(first.text());
        next.add(new Node(first, first.base(config.recipientDelimiter()), written, null));
    }

    /** The addresses of the next level; empty at the end. */
    List<Node> level() {
        List<Node> level = next;
        next = new ArrayList<>();
        return level;
    }

    /** Takes what was found for an address of the level. */
    void found(Node node, Rows rows, Optional<Rows> base) {
        Step step = Step.of(node.address, rows, base);
        if (step instanceof Step.Follow follow) {
            follow(node, follow);
        } else if (step instanceof Step.Store store) {
            rememberOwner(node, store.mailbox().username());
            store(node, store.mailbox().username(), Optional.of(store.mailbox()), store.kind());
        } else if (step instanceof Step.Off off) {
            inactive = true;
            leaveOut(node, off.name(), "inactive");
        } else if (step instanceof Step.Elsewhere elsewhere) {
            if (!rows.isVacationDomain()) {
                add(node.written, elsewhere.kind());
            }
        } else if (!rows.isVacationDomain()) {
            unknown = true;
            leaveOut(node, node.written, "unknown");
        }
    }

    /** More levels are needed than are allowed. */
    void tooDeep() {
        tooMuch("too-many-levels", config.maxLevels());
    }

    /** What the address is, once no level is left. */
    Resolution result() {
        if (tooMuch) {
            return new Resolution.Loop();
        }
        targets.values().removeIf(target -> Pseudo.isOfAny(target.address(), names));
        if (!targets.isEmpty()) {
            return new Resolution.Deliverable(new ArrayList<>(targets.values()));
        }
        if (inactive) {
            return new Resolution.Inactive();
        }
        return circle && !unknown ? new Resolution.Loop() : new Resolution.Unknown();
    }

    /** Whether more was found than may be followed. */
    boolean isOver() {
        return tooMuch;
    }

    /** The name of the row that the first address itself led to. */
    Optional<String> owner() {
        return owner;
    }

    private void follow(Node node, Step.Follow step) {
        node.row = step.alias().address();
        names.add(node.row);
        rememberOwner(node, node.row);
        Node parent = node.parent;
        if (parent != null && parent.row.equals(node.row) && node.base.isPresent() && !step.isCatchAll()) {
            store(node, node.row, step.mailbox(), step.kind());
            return;
        }
        Targets items = Targets.of(step.alias().targets(), config.maxTargets());
        if (items.isCut()) {
            tooMuch("too-many-targets", config.maxTargets());
            return;
        }
        node.keeps = !step.isCatchAll()
                && items.list().stream().anyMatch(item -> Address.folded(item).equals(node.row));
        for (String item : items.list()) {
            target(node, step, item);
        }
    }

    private void target(Node node, Step.Follow step, String item) {
        if (Address.folded(item).equals(node.row) && !step.isCatchAll()) {
            store(node, node.row, step.mailbox(), step.kind());
            return;
        }
        String written = item.startsWith("@") && step.isCatchAll() ? node.address.local() + item : item;
        Optional<Address> address = Address.parse(written).filter(target -> !target.isRouted());
        if (address.isEmpty()) {
            unknown = true;
            leaveOut(node, item, "no-address");
        } else if (!Pseudo.isIn(address.get(), config.vacationDomain()) && !Pseudo.isOf(address.get(), node.row)) {
            enqueue(node, address.get(), written);
        }
    }

    private void enqueue(Node node, Address address, String written) {
        if (!seen.add(address.text())) {
            noteCircle(node, address.text());
        } else if (next.size() + targets.size() >= config.maxTargets()) {
            tooMuch("too-many-targets", config.maxTargets());
        } else if (!tooMuch) {
            next.add(new Node(address, address.base(config.recipientDelimiter()), written, node));
        }
    }

    /** A way back to an alias that keeps a copy is usual (each of two colleagues gets the other's mail); others are not. */
    private void noteCircle(Node node, String name) {
        for (@Nullable Node above = node; above != null; above = above.parent) {
            if ((above.row.equals(name) || above.address.text().equals(name)) && !above.keeps) {
                circle = true;
                leaveOut(node, name, "loop");
                return;
            }
        }
    }

    private void store(Node node, String name, Optional<Rows.Box> mailbox, DomainKind kind) {
        if (kind == DomainKind.RELAY || mailbox.isPresent()) {
            add(name, kind);
        } else {
            unknown = true;
            leaveOut(node, name, "no-mailbox");
        }
    }

    private void add(String address, DomainKind kind) {
        if (kind == DomainKind.LOCAL) {
            names.add(address);
        }
        targets.putIfAbsent(Address.folded(address), new Resolution.Target(address, kind));
        if (targets.size() > config.maxTargets()) {
            tooMuch("too-many-targets", config.maxTargets());
        }
    }

    private void rememberOwner(Node node, String name) {
        if (node.parent == null) {
            owner = Optional.of(name);
        }
    }

    private void tooMuch(String reason, int limit) {
        if (!tooMuch) {
            LOGGER.warn(
                    "check=alias to=<{}> result=reject reason={} limit={} split the alias, or raise the limit",
                    LogText.of(asked),
                    reason,
                    limit);
        }
        tooMuch = true;
        next.clear();
    }

    /** The address asked for is the caller's to log; what is behind it only this class knows. */
    private void leaveOut(Node node, String name, String reason) {
        boolean first = node.parent == null && node.row.isEmpty();
        if (!first && logged.add(reason) && LOGGER.isWarnEnabled()) {
            LOGGER.warn(
                    "check=alias to=<{}> alias=<{}> target=<{}> result=left-out reason={}",
                    LogText.of(asked),
                    LogText.of(node.row.isEmpty() && node.parent != null ? node.parent.row : node.row),
                    LogText.of(name),
                    reason);
        }
    }
}
