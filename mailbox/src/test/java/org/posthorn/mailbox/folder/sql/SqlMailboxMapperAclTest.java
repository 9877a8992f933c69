// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMapperACLTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.posthorn.mailbox.StoreFixture;

class SqlMailboxMapperAclTest extends MailboxMapperACLTest {

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
    protected MailboxMapper createMailboxMapper() {
        Folders.clear(fixture);
        return Folders.mapper(fixture);
    }
}
