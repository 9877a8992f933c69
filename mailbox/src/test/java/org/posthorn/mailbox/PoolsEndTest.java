// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.posthorn.postfixadmin.sql.Database;
import org.slf4j.LoggerFactory;

class PoolsEndTest {

    @Test
    void thePoolsEndWithoutAComplaint() throws Exception {
        Logger pools = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari.pool.HikariPool");
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        pools.addAppender(said);
        try (StoreFixture fixture = StoreFixture.create()) {
            Database database = new Database(fixture.config());
            database.writer().close();
            assertThat(database.isReachable()).isTrue();
            database.close();
        } finally {
            pools.detachAppender(said);
        }

        assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }
}
