// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.script.ActiveScript;
import org.posthorn.mailbox.script.ActiveScripts;

/** Active scripts in memory, which can be made to fail. */
final class FakeScripts implements ActiveScripts {

    /** A script, or the failure to read it. */
    interface Opening {
        String open() throws MailboxException;
    }

    private final Map<String, Opening> scripts = new HashMap<>();

    FakeScripts put(String user, String script) {
        return open(user, () -> script);
    }

    FakeScripts open(String user, Opening opening) {
        scripts.put(user, opening);
        return this;
    }

    @Override
    public Optional<ActiveScript> of(Username user) throws MailboxException {
        Opening script = scripts.get(user.asString());
        return script == null ? Optional.empty() : Optional.of(new ActiveScript(script.open(), Instant.now()));
    }
}
