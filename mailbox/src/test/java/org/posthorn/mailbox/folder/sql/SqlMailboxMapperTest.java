// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMapperTest;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class SqlMailboxMapperTest extends MailboxMapperTest {

    private static StoreFixture fixture;

    SqlMailboxMapperTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
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
