// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.james.queue.api.MailQueueFactoryContract;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.Mails;
import org.apache.james.queue.api.ManageableMailQueueFactoryContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** James's contracts of a factory of queues. */
class JournalMailQueueFactoryTest
        implements MailQueueFactoryContract<JournalMailQueue>, ManageableMailQueueFactoryContract {
    @TempDir
    Path directory;

    private JournalMailQueueFactory factory;

    @BeforeEach
    void open() throws Exception {
        factory = Queues.open(directory);
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
    }

    @Override
    public JournalMailQueueFactory getMailQueueFactory() {
        return factory;
    }

    @Test
    void queuesWithMailsAreThereAfterARestart() throws Exception {
        MailQueueName outgoing = MailQueueName.of("outgoing");
        factory.createQueue(outgoing).enQueue(Mails.defaultMail().name("one").build());
        factory.createQueue(MailQueueName.of("empty"));
        factory.close();
        factory = Queues.open(directory);
        assertThat(factory.listCreatedMailQueues()).containsExactly(outgoing);
        assertThat(factory.getQueue(outgoing).orElseThrow().getSize()).isEqualTo(1);
    }
}
