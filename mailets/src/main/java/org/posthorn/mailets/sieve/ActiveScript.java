// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.SieveRepositoryException;

/** The script that a user has switched on, read whole, so that nothing can fail of it once a mail is being filtered. */
final class ActiveScript {

    private final byte[] content;
    private final ZonedDateTime activated;

    private ActiveScript(byte[] content, ZonedDateTime activated) {
        this.content = content;
        this.activated = activated;
    }

    /**
     * The script of a user, or nothing when no script is switched on.
     *
     * @throws SieveRepositoryException or IOException or RuntimeException when it cannot be known now what the user wants
     */
    static Optional<ActiveScript> of(Username user, SieveRepository scripts)
            throws SieveRepositoryException, IOException {
        try (InputStream content = scripts.getActive(user)) {
            return Optional.of(
                    new ActiveScript(content.readAllBytes(), scripts.getActivationDateForActiveScript(user)));
        } catch (ScriptNotFoundException e) {
            return Optional.empty();
        }
    }

    InputStream content() {
        return new ByteArrayInputStream(content);
    }

    /** When it was switched on; the days of a vacation count from here. */
    ZonedDateTime activated() {
        return activated;
    }
}
