// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import com.google.common.base.Ticker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.DomainKind;
import org.posthorn.postfixadmin.Mailbox;
import org.posthorn.postfixadmin.Resolution;
import org.posthorn.postfixadmin.Service;
import org.posthorn.postfixadmin.password.Passwords;
import org.posthorn.postfixadmin.password.VerifiedPasswords;

/**
 * {@link Accounts} over PostfixAdmin's database, both of its versions 3.3 and 4.
 *
 * <p>An address is looked for in this order: alias, alias in the target of an alias domain, mailbox, mailbox in the
 * target; then the same without the {@code +tag}; then the catch-all, and that of the target. An alias or mailbox that is
 * switched off ends the search. Names are compared without regard to the case of ASCII letters and otherwise exactly,
 * whatever the database's collation says.
 *
 * <h2>Failure</h2>
 * {@link org.posthorn.postfixadmin.AccountsUnavailableException}, at once while the database is known to be away.
 *
 * <h2>Limits</h2>
 * One round trip for each level of aliases, one more for an address that is no alias, and one for every other question;
 * see {@link AccountsConfig} for the limits of aliases. Beyond them an address is a {@link Resolution.Loop}.
 */
public final class JdbcAccounts implements Accounts {

    private static final String MAILBOX =
            """
            SELECT m.username, m.quota, m.active, d.active
              FROM mailbox m
              LEFT JOIN domain d ON d.domain = m.domain
             WHERE m.username = %s
            """;

    private final Database database;
    private final Resolver resolver;
    private final Logins logins;

    @Inject
    public JdbcAccounts(
            Database database, Passwords passwords, VerifiedPasswords verifiedPasswords, AccountsConfig config) {
        this(database, passwords, verifiedPasswords, config, Ticker.systemTicker());
    }

    JdbcAccounts(
            Database database,
            Passwords passwords,
            VerifiedPasswords verifiedPasswords,
            AccountsConfig config,
            Ticker ticker) {
        this.database = database;
        this.resolver = new Resolver(database, config, ticker);
        this.logins = new Logins(database, passwords, verifiedPasswords, config);
    }

    @Override
    public Resolution resolve(String address) {
        return resolver.resolve(address).resolution();
    }

    @Override
    public Resolution recentResolution(String address) {
        return resolver.recent(address).resolution();
    }

    @Override
    public DomainKind domain(String name) {
        return Address.domain(name).map(resolver::kind).orElse(DomainKind.FOREIGN);
    }

    @Override
    public DomainKind recentDomain(String name) {
        return Address.domain(name).map(resolver::recentKind).orElse(DomainKind.FOREIGN);
    }

    @Override
    public Optional<Mailbox> mailbox(String username) {
        return Address.parse(username)
                .flatMap(address -> database.read(connection -> mailbox(connection, address.text())));
    }

    @Override
    public Authentication authenticate(String username, String password, Service service) {
        return logins.check(username, password, service);
    }

    @Override
    public boolean maySendAs(String username, String sender) {
        Optional<Address> user = Address.parse(username);
        Optional<Address> address = Address.parse(sender);
        if (user.isEmpty() || address.isEmpty()) {
            return false;
        }
        String name = user.get().text();
        if (address.get().text().equals(name)) {
            return true;
        }
        Resolver.Answer answer = resolver.resolve(sender);
        if (answer.resolution() instanceof Resolution.Inactive) {
            return false;
        }
        return answer.owner().filter(name::equals).isPresent() || leadsTo(answer.resolution(), name);
    }

    private static boolean leadsTo(Resolution resolution, String username) {
        return resolution instanceof Resolution.Deliverable deliverable
                && deliverable.targets().stream()
                        .anyMatch(target -> target.kind() == DomainKind.LOCAL
                                && target.address().equals(username));
    }

    private Optional<Mailbox> mailbox(Connection connection, String username) throws SQLException {
        String statement =
                String.format(Locale.ROOT, MAILBOX, database.schema(connection).comparable("?", "mailbox", "username"));
        try (PreparedStatement query = connection.prepareStatement(statement)) {
            query.setString(1, username);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next() || !Address.folded(row.getString(1)).equals(username)) {
                    return Optional.empty();
                }
                boolean active = row.getInt(3) != 0 && row.getInt(4) != 0;
                return Optional.of(new Mailbox(username, row.getLong(2), active));
            }
        }
    }
}
