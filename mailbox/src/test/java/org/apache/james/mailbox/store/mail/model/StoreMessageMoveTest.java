// SPDX-License-Identifier: Apache-2.0
package org.apache.james.mailbox.store.mail.model;

import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.message.sql.ContractProvider;
import org.posthorn.testing.MariaDbFlavour;

/** James's contract. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class StoreMessageMoveTest extends MessageMoveTest {

    private static StoreFixture fixture;

    StoreMessageMoveTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        fixture.close();
    }

    @Override
    protected MapperProvider createMapperProvider() {
        return new ContractProvider(fixture);
    }
}
