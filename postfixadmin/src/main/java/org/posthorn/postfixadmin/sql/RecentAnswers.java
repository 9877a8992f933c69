// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Optional;
import org.posthorn.postfixadmin.Accounts;

/** What the database answered within the last {@value Accounts#RECENT_SECONDS} seconds, by the name that was asked for. */
final class RecentAnswers<V> {

    /** A mail to a thousand recipients is on its way a few times. */
    private static final int MOST = 10_000;

    private final Cache<String, V> answers;

    RecentAnswers(Ticker ticker) {
        this.answers = CacheBuilder.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST)
                .expireAfterWrite(Duration.ofSeconds(Accounts.RECENT_SECONDS))
                .build();
    }

    /** Remembers an answer, in place of an older one. */
    void put(String name, V answer) {
        answers.put(name, answer);
    }

    Optional<V> get(String name) {
        return Optional.ofNullable(answers.getIfPresent(name));
    }
}
