// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script.sql;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.mailbox.script.ActiveScript;
import org.posthorn.mailbox.script.ActiveScripts;

/**
 * Active scripts by the query that a delivery makes for the account's identity anyway.
 *
 * <p>That there is none is remembered for two seconds, so that most mail costs no statement more than if there were no
 * scripts; a script itself never is. What is changed here works at once, what is changed at another server within this time.
 */
@Singleton
public final class SqlActiveScripts implements ActiveScripts {

    private static final int REMEMBERED = 20_000;

    private final AccountIdentity identity;
    private final Cache<String, Boolean> without = CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofSeconds(RECENT_SECONDS))
            .build();

    @Inject
    public SqlActiveScripts(AccountIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Optional<ActiveScript> of(Username user) throws MailboxException {
        String owner = user.asString();
        if (without.getIfPresent(owner) != null) {
            return Optional.empty();
        }
        Optional<ActiveScript> script = identity.activeScript(owner);
        if (script.isEmpty()) {
            without.put(owner, true);
        }
        return script;
    }

    /** The user's scripts have changed. */
    void forget(String owner) {
        without.invalidate(owner);
    }
}
