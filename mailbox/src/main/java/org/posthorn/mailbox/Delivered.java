// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * Where a delivered mail lies.
 *
 * @param folder the folder it was stored in; differs from the one asked for where that name cannot be a folder
 * @param uid its UID there; meaningless when it is not new
 * @param content what was stored, for the log
 * @param isNew false when a mail with the same delivery key had been stored before: nothing was stored again
 */
public record Delivered(MailboxPath folder, MessageUid uid, ContentId content, boolean isNew) {}
