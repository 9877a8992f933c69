// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.posthorn.mailbox.folder.sql.SqlAnnotationMapper;
import org.posthorn.mailbox.folder.sql.SqlMailboxMapper;
import org.posthorn.mailbox.folder.sql.SqlSubscriptionMapper;
import org.posthorn.mailbox.message.sql.SqlMessageIdMapper;
import org.posthorn.mailbox.message.sql.SqlMessageMapper;
import org.posthorn.mailbox.message.sql.SqlModSeqProvider;
import org.posthorn.mailbox.message.sql.SqlUidProvider;

/** Gives every session the same mappers: they hold nothing of a session, and no connection between two calls. */
@Singleton
public final class SqlMailboxSessionMapperFactory extends MailboxSessionMapperFactory {

    private final SqlMailboxMapper folders;
    private final SqlAnnotationMapper annotations;
    private final SqlSubscriptionMapper subscriptions;
    private final SqlMessageMapper messages;
    private final SqlMessageIdMapper messageIds;
    private final SqlUidProvider uids;
    private final SqlModSeqProvider modSeqs;

    @Inject
    public SqlMailboxSessionMapperFactory(
            SqlMailboxMapper folders,
            SqlAnnotationMapper annotations,
            SqlSubscriptionMapper subscriptions,
            SqlMessageMapper messages,
            SqlMessageIdMapper messageIds,
            SqlUidProvider uids,
            SqlModSeqProvider modSeqs) {
        this.folders = folders;
        this.annotations = annotations;
        this.subscriptions = subscriptions;
        this.messages = messages;
        this.messageIds = messageIds;
        this.uids = uids;
        this.modSeqs = modSeqs;
    }

    @Override
    public SqlMailboxMapper createMailboxMapper(MailboxSession session) {
        return folders;
    }

    @Override
    public AnnotationMapper createAnnotationMapper(MailboxSession session) {
        return annotations;
    }

    @Override
    public SubscriptionMapper createSubscriptionMapper(MailboxSession session) {
        return subscriptions;
    }

    @Override
    public SqlMessageMapper createMessageMapper(MailboxSession session) {
        return messages;
    }

    @Override
    public MessageIdMapper createMessageIdMapper(MailboxSession session) {
        return messageIds;
    }

    @Override
    public UidProvider getUidProvider() {
        return uids;
    }

    @Override
    public ModSeqProvider getModSeqProvider() {
        return modSeqs;
    }
}
