// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMapperTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;

class SqlMailboxMapperTest extends MailboxMapperTest {

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

    @Override
    protected MailboxId generateId() {
        return new FolderId(Long.MAX_VALUE);
    }
}
