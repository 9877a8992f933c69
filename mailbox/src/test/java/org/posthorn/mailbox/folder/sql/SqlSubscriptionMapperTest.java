// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.SubscriptionMapperTest;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class SqlSubscriptionMapperTest extends SubscriptionMapperTest {

    private static StoreFixture fixture;

    SqlSubscriptionMapperTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        fixture.close();
    }

    @Override
    protected SubscriptionMapper createSubscriptionMapper() {
        fixture.empty();
        return new SqlSubscriptionMapper(fixture.store());
    }
}
