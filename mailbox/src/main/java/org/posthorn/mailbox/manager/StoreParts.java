// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import javax.inject.Inject;
import org.posthorn.mailbox.manager.sql.FolderSizes;
import org.posthorn.mailbox.message.sql.SqlMessageStore;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.mailbox.sql.ContentIds;

/** What of the store the managers work with. */
public record StoreParts(
        SqlMailboxSessionMapperFactory mappers,
        SqlMessageStore messages,
        FolderSizes sizes,
        ContentIds ids,
        AccountIdentity identity) {

    @Inject
    public StoreParts {}
}
