// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox;

import java.nio.charset.StandardCharsets;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.model.MailboxPath;

/** What a new folder may be called: whatever James takes, but for what no client shows or could ask for again. */
public final class FolderNames {

    private FolderNames() {}

    /**
     * Checks the path of a folder that is about to be made or renamed.
     *
     * @throws MailboxNameException if its name has control characters, or is no text (half of a surrogate pair)
     */
    public static void check(MailboxPath path) throws MailboxNameException {
        String name = path.getName();
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new MailboxNameException("the folder's name has control characters");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new MailboxNameException("the folder's name is no valid Unicode text");
        }
    }
}
