// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.model.AnnotationMapperTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;

class SqlAnnotationMapperTest extends AnnotationMapperTest {

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
    protected AnnotationMapper createAnnotationMapper() {
        fixture.empty();
        return new SqlAnnotationMapper(fixture.store());
    }

    @Override
    protected MailboxId generateMailboxId() {
        return new FolderId(1);
    }
}
