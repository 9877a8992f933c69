// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import com.google.common.base.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Resolution;

/**
 * Follows an address, one round trip to the database for each level of aliases, one more for an address that is no alias;
 * remembers recent answers for those who ask for them.
 */
final class Resolver {

    private final Database database;
    private final AccountsConfig config;
    private final RecentAnswers<Answer> answers;
    private final RecentAnswers<DomainKind> kinds;

    private volatile @Nullable Lookup lookup;

    Resolver(Database database, AccountsConfig config, Ticker ticker) {
        this.database = database;
        this.config = config;
        this.answers = new RecentAnswers<>(ticker);
        this.kinds = new RecentAnswers<>(ticker);
    }

    /**
     * Where an address leads.
     *
     * @param owner the name of the alias or mailbox that the address itself is, without tag, in its target domain
     */
    record Answer(Resolution resolution, Optional<String> owner) {}

    Answer resolve(String written) {
        Answer answer = look(written);
        answers.put(written, answer);
        return answer;
    }

    /** A refusal is no answer by which a mail was taken: it is asked for anew, before somebody is told of it. */
    Answer recent(String written) {
        return answers.get(written).filter(answer -> isWay(answer.resolution())).orElseGet(() -> resolve(written));
    }

    private static boolean isWay(Resolution resolution) {
        return resolution instanceof Resolution.Deliverable
                || resolution instanceof Resolution.Relay
                || resolution instanceof Resolution.Foreign;
    }

    private Answer look(String written) {
        Optional<Address> address = Address.parse(written);
        if (address.isEmpty()) {
            return new Answer(new Resolution.Unknown(), Optional.empty());
        }
        if (address.get().isRouted()) {
            return new Answer(new Resolution.Foreign(), Optional.empty());
        }
        return expand(new Expansion(config, address.get(), written), address.get());
    }

    /** What a domain is by itself. */
    DomainKind kind(String domain) {
        DomainKind kind = database.read(connection -> lookup(connection).find(connection, domain))
                .kind();
        kinds.put(domain, kind);
        return kind;
    }

    DomainKind recentKind(String domain) {
        return kinds.get(domain).orElseGet(() -> kind(domain));
    }

    private Lookup lookup(Connection connection) throws SQLException {
        Schema schema = database.schema(connection);
        Lookup last = lookup;
        if (last == null || !last.isFor(schema)) {
            last = new Lookup(schema);
            lookup = last;
        }
        return last;
    }

    private Answer expand(Expansion expansion, Address first) {
        List<Expansion.Node> level = expansion.level();
        for (int depth = 0; !level.isEmpty() && !expansion.isOver(); depth++) {
            if (depth > config.maxLevels()) {
                expansion.tooDeep();
                break;
            }
            look(expansion, level);
            level = expansion.level();
        }
        return new Answer(plain(expansion.result(), first), expansion.owner());
    }

    private void look(Expansion expansion, List<Expansion.Node> level) {
        Map<Address, Integer> index = new LinkedHashMap<>();
        for (Expansion.Node node : level) {
            index.putIfAbsent(node.address, index.size());
            node.base.ifPresent(base -> index.putIfAbsent(base, index.size()));
        }
        List<Address> addresses = new ArrayList<>(index.keySet());
        List<Rows> rows = database.read(connection -> lookup(connection).find(connection, addresses));
        for (Expansion.Node node : level) {
            Rows own = rows.get(position(index, node.address));
            kinds.put(node.address.domain(), own.kind());
            expansion.found(node, own, node.base.map(base -> rows.get(position(index, base))));
        }
    }

    private static int position(Map<Address, Integer> index, Address address) {
        return index.getOrDefault(address, 0);
    }

    /** An address that is itself elsewhere is no target, but a domain that is not ours, or only to relay. */
    private static Resolution plain(Resolution resolution, Address first) {
        if (resolution instanceof Resolution.Deliverable deliverable
                && deliverable.targets().size() == 1
                && isSelf(deliverable.targets().get(0), first)) {
            return deliverable.targets().get(0).kind() == DomainKind.RELAY
                    ? new Resolution.Relay()
                    : new Resolution.Foreign();
        }
        return resolution;
    }

    private static boolean isSelf(Resolution.Target target, Address first) {
        return target.kind() != DomainKind.LOCAL
                && Address.parse(target.address()).filter(first::equals).isPresent();
    }
}
