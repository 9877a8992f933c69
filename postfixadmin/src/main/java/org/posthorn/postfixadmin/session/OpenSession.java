// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.session;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.postfixadmin.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A user's session from his login to its end. */
public final class OpenSession {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenSession.class);

    private final Admission admission;
    private final Service service;
    private final String client;
    private final Runnable dismissal;
    private final Consumer<OpenSession> departure;
    private final AtomicBoolean over = new AtomicBoolean();

    OpenSession(
            Admission admission, Service service, String client, Runnable dismissal, Consumer<OpenSession> departure) {
        this.admission = admission;
        this.service = service;
        this.client = client;
        this.dismissal = dismissal;
        this.departure = departure;
    }

    Admission admission() {
        return admission;
    }

    Service service() {
        return service;
    }

    String client() {
        return client;
    }

    /** Whether the account lets the user in no more; nothing may be done on behalf of this session then. */
    public boolean isOver() {
        return over.get();
    }

    /** To be called when the user has left. May be called again. */
    public void leave() {
        departure.accept(this);
    }

    /** Ends it; whether it was not over yet. */
    boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        try {
            dismissal.run();
        } catch (RuntimeException e) {
            LOGGER.warn(
                    "check=session user={} client={} result=not-closed", LogText.of(admission.username()), client, e);
        }
        return true;
    }
}
