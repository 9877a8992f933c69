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
import org.posthorn.mailbox.MailboxSessions;
import org.posthorn.mailbox.folder.sql.SqlAnnotationMapper;
import org.posthorn.mailbox.folder.sql.SqlMailboxMapper;
import org.posthorn.mailbox.folder.sql.SqlSubscriptionMapper;
import org.posthorn.mailbox.message.sql.SqlMessageIdMapper;
import org.posthorn.mailbox.message.sql.SqlMessageMapper;
import org.posthorn.mailbox.message.sql.SqlModSeqProvider;
import org.posthorn.mailbox.message.sql.SqlUidProvider;

/**
 * Gives every session the same mappers: they hold nothing of a session, and no connection between two calls. None are given
 * to a session whose account lets the user in no more; for that reason they are not kept in the session, as James does.
 */
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
        MailboxSessions.check(session);
        return folders;
    }

    @Override
    public SqlMailboxMapper getMailboxMapper(MailboxSession session) {
        return createMailboxMapper(session);
    }

    @Override
    public AnnotationMapper createAnnotationMapper(MailboxSession session) {
        MailboxSessions.check(session);
        return annotations;
    }

    @Override
    public AnnotationMapper getAnnotationMapper(MailboxSession session) {
        return createAnnotationMapper(session);
    }

    @Override
    public SubscriptionMapper createSubscriptionMapper(MailboxSession session) {
        MailboxSessions.check(session);
        return subscriptions;
    }

    @Override
    public SubscriptionMapper getSubscriptionMapper(MailboxSession session) {
        return createSubscriptionMapper(session);
    }

    @Override
    public SqlMessageMapper createMessageMapper(MailboxSession session) {
        MailboxSessions.check(session);
        return messages;
    }

    @Override
    public SqlMessageMapper getMessageMapper(MailboxSession session) {
        return createMessageMapper(session);
    }

    @Override
    public MessageIdMapper createMessageIdMapper(MailboxSession session) {
        MailboxSessions.check(session);
        return messageIds;
    }

    @Override
    public MessageIdMapper getMessageIdMapper(MailboxSession session) {
        return createMessageIdMapper(session);
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
