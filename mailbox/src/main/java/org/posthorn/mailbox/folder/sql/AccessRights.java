// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.jspecify.annotations.Nullable;

/**
 * A folder's access control list (RFC 4314) as the text in its row: one line per entry with sign, type, name in URL
 * encoding (names are the clients' text, and may hold anything), rights. No entries are no text, so that an index finds the
 * few folders that have any.
 */
final class AccessRights {

    private static final int FIELDS = 4;

    private AccessRights() {}

    static Optional<String> text(MailboxACL acl) {
        return acl.getEntries().isEmpty()
                ? Optional.empty()
                : Optional.of(acl.getEntries().entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining("\n")));
    }

    static MailboxACL parse(@Nullable String text) throws MailboxException {
        if (text == null) {
            return MailboxACL.EMPTY;
        }
        Map<EntryKey, Rfc4314Rights> entries = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length != FIELDS) {
                throw new MailboxException("a folder's rights in the store are not in the expected form");
            }
            entries.put(key(fields), rights(fields[3]));
        }
        return new MailboxACL(entries);
    }

    private static String line(EntryKey key, Rfc4314Rights rights) {
        return String.join(
                " ",
                key.isNegative() ? "-" : "+",
                key.getNameType().name(),
                URLEncoder.encode(key.getName(), StandardCharsets.UTF_8),
                rights.serialize());
    }

    private static EntryKey key(String[] fields) {
        return new EntryKey(
                URLDecoder.decode(fields[2], StandardCharsets.UTF_8),
                NameType.valueOf(fields[1]),
                "-".equals(fields[0]));
    }

    private static Rfc4314Rights rights(String letters) throws UnsupportedRightException {
        return Rfc4314Rights.deserialize(letters);
    }
}
