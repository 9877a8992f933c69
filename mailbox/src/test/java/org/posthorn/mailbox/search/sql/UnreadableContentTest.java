// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.structure.Part;
import org.posthorn.mailbox.structure.StoredContent;
import org.posthorn.testing.MariaDbServer;

class UnreadableContentTest {

    private static final MailboxSession SESSION = MailboxSessionUtil.create(Username.of("ann"));

    private SearchFixture store;
    private ContentId first;

    @BeforeEach
    void deliver() throws Exception {
        store = new SearchFixture(MariaDbServer.flavour());
        first = store.message(1, "Subject: one\n\nquick\n").add();
        store.message(2, "Subject: two\n\nquick\n").add();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aDamagedMessageDoesNotStopTheSearch() throws Exception {
        store.contents.put(first.value(), failing(new IOException("a part of the body is missing")));

        assertThat(search()).containsExactly(2L);
    }

    @Test
    void aMessageThatWentMeanwhileDoesNotMatch() throws Exception {
        store.contents.remove(first.value());

        assertThat(search()).containsExactly(2L);
    }

    @Test
    void aStoreThatDoesNotAnswerEndsTheSearch() {
        StoreUnavailableException down = new StoreUnavailableException("down", new IOException());
        store.contents.put(first.value(), failing(new IOException(down)));

        assertThatThrownBy(this::search).hasCause(down);
    }

    @Test
    void aClosedDatabaseEndsTheSearch() {
        store.close();

        assertThatThrownBy(this::search).hasCauseInstanceOf(StoreUnavailableException.class);
    }

    private List<Long> search() throws Exception {
        return store.index
                .search(SESSION, SearchFixture.folder(1), SearchQuery.of(SearchQuery.bodyContains("quick")))
                .map(MessageUid::asLong)
                .collectList()
                .block();
    }

    private static StoredContent failing(IOException failure) {
        return new StoredContent() {
            @Override
            public byte[] header() throws IOException {
                throw failure;
            }

            @Override
            public Part structure() throws IOException {
                throw failure;
            }

            @Override
            public InputStream openRange(long from, long to) throws IOException {
                throw failure;
            }
        };
    }
}
