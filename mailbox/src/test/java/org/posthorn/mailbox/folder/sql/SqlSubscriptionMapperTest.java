// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.SubscriptionMapperTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.posthorn.mailbox.StoreFixture;

class SqlSubscriptionMapperTest extends SubscriptionMapperTest {

    private static StoreFixture fixture;

    @BeforeAll
    static void open() {
        fixture = StoreFixture.create();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Override
    protected SubscriptionMapper createSubscriptionMapper() {
        fixture.empty();
        return new SqlSubscriptionMapper(fixture.store());
    }
}
