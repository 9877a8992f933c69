// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news;

import org.apache.james.mailbox.model.MailboxPath;

/**
 * How far a folder has come.
 *
 * @param path where it is now
 * @param modSeq the MODSEQ of its last change
 * @param lastUid the UID of the last message it got
 */
public record FolderHead(MailboxPath path, long modSeq, long lastUid) {}
