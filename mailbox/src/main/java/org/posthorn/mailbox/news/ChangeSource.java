// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.news;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageMetaData;
import org.posthorn.mailbox.FolderId;

/** Where the changes of folders are read, whoever made them. */
public interface ChangeSource {

    /** How many changes a page has at most. */
    int PAGE = 500;

    /** The heads of those of the folders that exist. */
    Map<FolderId, FolderHead> heads(Collection<FolderId> folders) throws MailboxException;

    /** Messages that were added or changed after this position, by MODSEQ and UID; fewer than {@link #PAGE} are the last. */
    List<MessageMetaData> changed(FolderId folder, Position after) throws MailboxException;

    /** Messages that were expunged after this position, by MODSEQ and UID; fewer than {@link #PAGE} are the last. */
    List<Position> expunged(FolderId folder, Position after) throws MailboxException;

    /** A message's UID, and the MODSEQ of what happened to it. */
    record Position(long modSeq, long uid) {

        /** Behind everything with this MODSEQ or a smaller one. */
        static Position behind(long modSeq) {
            return new Position(modSeq, Long.MAX_VALUE);
        }
    }
}
