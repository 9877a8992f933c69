// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.model.AnnotationMapperTest;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailbox.FolderId;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.testing.MariaDbFlavour;

@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
class SqlAnnotationMapperTest extends AnnotationMapperTest {

    private static StoreFixture fixture;

    SqlAnnotationMapperTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void open(MariaDbFlavour flavour) {
        fixture = StoreFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
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
