// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.util.List;
import java.util.Optional;
import org.apache.james.mailbox.model.Mailbox;

/**
 * Some folders of a list that is read by key ranges.
 *
 * @param next where the next page begins; empty at the end of the list
 */
record FolderPage(List<Mailbox> folders, Optional<Start> next) {

    static final int SIZE = 500;

    /** The last key of the page before: an identity, or a name, by what the list is ordered by. */
    record Start(long id, byte[] name) {

        static final Start FIRST = new Start(0, new byte[0]);
    }
}
