// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.exception.TooLongMailboxNameException;
import org.apache.james.mailbox.model.MailboxPath;
import org.jspecify.annotations.Nullable;

/** A path as the three byte strings in a folder's row. */
record FolderPath(byte[] owner, byte[] namespace, byte[] name) {

    private static final int OWNER_BYTES = 320;
    private static final int NAMESPACE_BYTES = 64;
    private static final int NAME_BYTES = 1024;
    private static final int HASH_BYTES = 24;

    /**
     * The path, if a row can hold it.
     *
     * @throws MailboxNameException if it is too long, or no text (half of a surrogate pair)
     */
    static FolderPath of(MailboxPath path) throws MailboxNameException {
        return new FolderPath(
                bytes(owner(path.getUser()), OWNER_BYTES, "owner"),
                bytes(path.getNamespace(), NAMESPACE_BYTES, "namespace"),
                bytes(path.getName(), NAME_BYTES, "name"));
    }

    static byte[] owner(@Nullable Username user, String what) throws MailboxNameException {
        return bytes(owner(user), OWNER_BYTES, what);
    }

    /** The key under which the path's last UIDVALIDITY is kept after a folder left it. */
    String validityKey() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : new byte[][] {owner, namespace}) {
                digest.update(part);
                digest.update((byte) 0);
            }
            byte[] hash = Arrays.copyOf(digest.digest(name), HASH_BYTES);
            return "uid-validity:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String owner(@Nullable Username user) {
        return user == null ? "" : user.asString();
    }

    private static byte[] bytes(String text, int limit, String what) throws MailboxNameException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limit) {
            throw new TooLongMailboxNameException(
                    "the folder's " + what + " takes " + bytes.length + " bytes; at most " + limit + " fit");
        }
        if (!text(bytes).equals(text)) {
            throw new MailboxNameException("the folder's " + what + " is no valid Unicode text");
        }
        return bytes;
    }
}
