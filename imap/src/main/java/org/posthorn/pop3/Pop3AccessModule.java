// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import org.apache.james.pop3server.netty.POP3ServerFactory;

/**
 * Binds our POP3 front over James's {@code POP3ServerModule}, which it must override.
 *
 * <p>It needs {@code Accounts} and a {@code MailboxManager} named {@code mailboxmanager} from elsewhere.
 */
public final class Pop3AccessModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(POP3ServerFactory.class).to(PosthornPop3ServerFactory.class).in(Scopes.SINGLETON);
    }
}
