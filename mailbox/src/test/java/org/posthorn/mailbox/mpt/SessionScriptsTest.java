// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.mpt;

import org.apache.james.mpt.api.ImapHostSystem;
import org.apache.james.mpt.host.JamesImapHostSystem;
import org.apache.james.mpt.imapmailbox.suite.AuthenticatePlain;
import org.apache.james.mpt.imapmailbox.suite.AuthenticatedState;
import org.apache.james.mpt.imapmailbox.suite.ConcurrentSessions;
import org.apache.james.mpt.imapmailbox.suite.Condstore;
import org.apache.james.mpt.imapmailbox.suite.Events;
import org.apache.james.mpt.imapmailbox.suite.NonAuthenticatedState;
import org.apache.james.mpt.imapmailbox.suite.Security;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.MariaDbFlavour;

/** James's IMAP scripts about logging in, what a session may do in which state, and several sessions on one folder. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
final class SessionScriptsTest {
    SessionScriptsTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void use(MariaDbFlavour flavour) {
        StoreHostSystem.use(flavour);
    }

    @Nested
    class AuthenticatePlainScripts extends AuthenticatePlain {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class AuthenticatedStateScripts extends AuthenticatedState {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class ConcurrentSessionsScripts extends ConcurrentSessions {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class CondstoreScripts extends Condstore {
        @Override
        protected JamesImapHostSystem createJamesImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class EventsScripts extends Events {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class NonAuthenticatedStateScripts extends NonAuthenticatedState {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class SecurityScripts extends Security {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }
}
