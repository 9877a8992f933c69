// SPDX-License-Identifier: Apache-2.0
package org.apache.james.mailbox.store.mail.model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.message.sql.ContractProvider;

/** James's contract. */
class StoreMessageMoveTest extends MessageMoveTest {

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
    protected MapperProvider createMapperProvider() {
        return new ContractProvider(fixture);
    }
}
