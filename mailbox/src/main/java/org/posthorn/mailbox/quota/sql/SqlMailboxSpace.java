// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota.sql;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.quota.Figures;
import org.posthorn.mailbox.sql.StoreDatabase;
import org.posthorn.postfixadmin.Accounts;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.MailboxSpace;

/**
 * Which mailboxes are full, by one question to the database for up to {@value #CHUNK} of them; one more while PostfixAdmin's
 * {@code quota2} is not adopted. Names that the panel does not have are not full.
 */
@Singleton
public final class SqlMailboxSpace implements MailboxSpace {

    private static final int CHUNK = 256;

    private static final int REMEMBERED = 10_000;

    private final StoreDatabase store;
    private final Usage usage;
    private final Cache<String, Figures> recent;

    @Inject
    public SqlMailboxSpace(StoreDatabase store, Usage usage) {
        this(store, usage, Ticker.systemTicker());
    }

    SqlMailboxSpace(StoreDatabase store, Usage usage, Ticker ticker) {
        this.store = store;
        this.usage = usage;
        this.recent = CacheBuilder.newBuilder()
                .ticker(ticker)
                .maximumSize(REMEMBERED)
                .expireAfterWrite(Duration.ofSeconds(Accounts.RECENT_SECONDS))
                .build();
    }

    @Override
    public Set<String> full(Collection<String> mailboxes, long bytes) {
        List<String> names = mailboxes.stream().filter(Usage::isPanels).toList();
        Set<String> full = new HashSet<>();
        for (int from = 0; from < names.size(); from += CHUNK) {
            List<String> chunk = names.subList(from, Math.min(names.size(), from + CHUNK));
            Map<String, Figures> figures = figures(chunk);
            recent.putAll(figures);
            chunk.stream().filter(name -> isFull(figures, name, bytes)).forEach(full::add);
        }
        return full;
    }

    @Override
    public Set<String> fullByRecentFigures(Collection<String> mailboxes, long bytes) {
        return full(mailboxes.stream().filter(name -> !hadRoom(name, bytes)).toList(), bytes);
    }

    private boolean hadRoom(String name, long bytes) {
        Figures figures = recent.getIfPresent(name.toLowerCase(Locale.ROOT));
        return figures != null && figures.hasRoomFor(bytes, 1);
    }

    private static boolean isFull(Map<String, Figures> figures, String name, long bytes) {
        Figures found = figures.get(name.toLowerCase(Locale.ROOT));
        return found != null && !found.hasRoomFor(bytes, 1);
    }

    private Map<String, Figures> figures(List<String> names) {
        try {
            return store.read(connection -> figures(connection, names));
        } catch (MailboxException e) {
            throw new AccountsUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private Map<String, Figures> figures(Connection connection, List<String> names)
            throws SQLException, MailboxException {
        Map<String, Figures> figures = new HashMap<>();
        List<String> asked = padded(names);
        try (PreparedStatement query = connection.prepareStatement(usage.manySql(connection, asked.size()))) {
            for (int i = 0; i < asked.size(); i++) {
                query.setString(i + 1, asked.get(i));
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    figures.put(
                            rows.getString(1).toLowerCase(Locale.ROOT),
                            new Figures(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                }
            }
        }
        return figures;
    }

    /** As many names as the next power of two, so that few different statements are prepared. */
    private static List<String> padded(List<String> names) {
        List<String> padded = new ArrayList<>(names);
        while (Integer.bitCount(padded.size()) != 1) {
            padded.add(names.get(0));
        }
        return padded;
    }
}
