// SPDX-License-Identifier: Apache-2.0
package org.posthorn.pop3;

import javax.inject.Inject;
import org.apache.james.pop3server.netty.POP3Server;
import org.apache.james.pop3server.netty.POP3ServerFactory;

/** Makes the servers of {@code pop3server.xml}; to be bound in place of James's factory. */
public final class PosthornPop3ServerFactory extends POP3ServerFactory {

    @Inject
    public PosthornPop3ServerFactory() {}

    @Override
    protected POP3Server createServer() {
        return new PosthornPop3Server();
    }
}
