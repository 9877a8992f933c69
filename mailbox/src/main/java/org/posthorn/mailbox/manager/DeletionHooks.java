// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.MetadataWithMailboxId;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/** What James's configuration wants to be told before messages go, and whether there is anybody to tell. */
public final class DeletionHooks {

    private final Set<PreDeletionHook> all;
    private final PreDeletionHooks hooks;

    @Inject
    public DeletionHooks(Set<PreDeletionHook> all, PreDeletionHooks hooks) {
        this.all = all;
        this.hooks = hooks;
    }

    PreDeletionHooks forJames() {
        return hooks;
    }

    private boolean isNobodyThere() {
        return all.isEmpty();
    }

    /** Tells of the messages of a folder that lie in a range, a page at a time; waits until all have been told. */
    void tell(MessageMapper mapper, Mailbox folder, MessageRange range) throws MailboxException {
        if (isNobodyThere()) {
            return;
        }
        RowPages rows = new RowPages(mapper, folder, range);
        for (List<MailboxMessage> page = rows.next(); !page.isEmpty(); page = rows.next()) {
            tell(page);
        }
    }

    /** Tells of these messages of a folder, as far as they are there. */
    void tell(MessageMapper mapper, Mailbox folder, List<MessageUid> uids) throws MailboxException {
        if (isNobodyThere()) {
            return;
        }
        List<MailboxMessage> messages = new ArrayList<>();
        for (MessageRange range : MessageRange.toRanges(uids)) {
            mapper.findInMailbox(folder, range, FetchType.METADATA, MessageMapper.UNLIMITED)
                    .forEachRemaining(messages::add);
        }
        tell(messages);
    }

    private void tell(List<MailboxMessage> messages) throws MailboxException {
        List<MetadataWithMailboxId> told = messages.stream()
                .map(message -> MetadataWithMailboxId.from(message.metaData(), message.getMailboxId()))
                .toList();
        MailboxReactorUtils.block(hooks.runHooks(PreDeletionHook.DeleteOperation.from(told)));
    }
}
