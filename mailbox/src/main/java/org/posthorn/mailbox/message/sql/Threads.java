// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.posthorn.mailbox.sql.StoreTables;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.ThreadFields;

/**
 * Finds the thread of a message: messages of one owner belong together if they name a common message id and their
 * subjects are the same but for "Re:" and the like. A thread is called by the content of its first message.
 */
final class Threads {

    /** A long list of references is cut in its middle: the thread's first message and the newest ones are what counts. */
    private static final int REFERENCES = 50;

    private static final int HASH_LENGTH = 16;

    private final String join;
    private final String find;
    private final String tie;

    Threads(StoreTables tables) {
        join = tables.sql("INSERT INTO {thread} (id_hash, thread_id) VALUES (?, ?)"
                + " ON DUPLICATE KEY UPDATE thread_id = LAST_INSERT_ID(thread_id)");
        find = tables.sql("SELECT MIN(thread_id) FROM {thread} WHERE id_hash IN ");
        tie = tables.sql("INSERT IGNORE INTO {thread} (id_hash, thread_id) VALUES ");
    }

    /** The thread of this owner's message, whose own ids lead there from now on. */
    long find(Connection connection, String owner, ParsedMessage message, long content) throws SQLException {
        byte[][] hashes = hashes(owner, message);
        if (hashes.length == 0) {
            return content;
        }
        if (hashes.length == 1) {
            OptionalLong known = Sql.updateForId(connection, join, hashes[0], content);
            return known.orElse(0) == 0 ? content : known.getAsLong();
        }
        long known = Sql.list(connection, find + Sql.marks(hashes.length), row -> row.getLong(1), (Object[]) hashes)
                .get(0);
        long thread = known == 0 ? content : known;
        Object[] rows =
                Arrays.stream(hashes).flatMap(hash -> Stream.of(hash, thread)).toArray();
        Sql.update(connection, tie + "(?,?),".repeat(hashes.length - 1) + "(?,?)", rows);
        return thread;
    }

    /** In one order for all, so that deliveries of one thread wait for each other and do not block each other. */
    private static byte[][] hashes(String owner, ParsedMessage message) {
        ThreadFields fields = message.thread();
        Set<String> ids = new LinkedHashSet<>();
        fields.messageId().ifPresent(ids::add);
        ids.addAll(fields.inReplyTo());
        List<String> references = fields.references();
        if (!references.isEmpty()) {
            ids.add(references.get(0));
        }
        ids.addAll(references.subList(Math.max(0, references.size() - REFERENCES), references.size()));
        String subject = message.text().baseSubject();
        return ids.stream()
                .limit(2L * REFERENCES)
                .map(id -> hash(owner + '\0' + id + '\0' + subject))
                .sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
    }

    private static byte[] hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
