// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.bodies.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.benchmarks.SampleMessages.Sample;
import org.posthorn.benchmarks.bodies.BodyFiles;
import org.posthorn.benchmarks.bodies.Deflate;

/** Delivers, reads and deletes by one variant over one connection; every delivery and deletion is one transaction. */
final class VariantStore {
    private static final byte[] STRUCTURE = new byte[400];

    private final Connection connection;
    private final Variant variant;
    private final BodyFiles files;
    private final int folder;
    private final PreparedStatement insertContent;
    private final PreparedStatement insertBody;
    private final PreparedStatement updateFolder;
    private final PreparedStatement insertMessage;
    private final PreparedStatement updateUsage;

    /** A message in the store. */
    record Stored(long uid, long content, @Nullable String file) {}

    VariantStore(Connection connection, Variant variant, BodyFiles files, int folder) throws SQLException {
        this.connection = connection;
        this.variant = variant;
        this.files = files;
        this.folder = folder;
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        insertContent = connection.prepareStatement(
                "INSERT INTO " + variant.table("content")
                        + " (thread_id, refs, size, header_size, subject, from_text, to_text,"
                        + " structure, header, file) VALUES (1, 1, ?, ?, 'load', 'a@outside.test', 'b@load.test', ?, ?, ?)",
                Statement.RETURN_GENERATED_KEYS);
        insertBody = connection.prepareStatement(
                "INSERT INTO " + variant.table("body") + " (content_id, part, data) VALUES (?, ?, ?)");
        updateFolder = connection.prepareStatement("UPDATE " + variant.table("folder") + " SET last_uid = last_uid + 1,"
                + " highest_modseq = highest_modseq + 1, messages = messages + 1, unseen = unseen + 1, bytes = bytes + ?"
                + " WHERE id = " + folder);
        insertMessage = connection.prepareStatement("INSERT INTO " + variant.table("message")
                + " SELECT id, last_uid, ?, highest_modseq, 0, 1, ? FROM " + variant.table("folder") + " WHERE id = "
                + folder);
        updateUsage = connection.prepareStatement("UPDATE " + variant.table("usage")
                + " SET bytes = bytes + ?, messages = messages + ? WHERE username = 'user" + folder
                + "' AND bytes + ? <= 1000000000000");
    }

    void deliver(Sample sample) throws SQLException, IOException {
        byte[] body = variant.deflate() ? Deflate.compress(sample.body()) : sample.body();
        boolean inFile = variant.place() == Variant.Place.FILES;
        long content = insertContent(sample, inFile ? files.write(body) : null);
        if (variant.place() == Variant.Place.ROWS) {
            insertBody(content, body);
        }
        updateFolder.setLong(1, sample.size());
        updateFolder.executeUpdate();
        insertMessage.setLong(1, content);
        insertMessage.setLong(2, sample.size());
        insertMessage.executeUpdate();
        use(sample.size(), 1);
        connection.commit();
    }

    private long insertContent(Sample sample, @Nullable String file) throws SQLException {
        byte[] header = sample.header();
        if (variant.place() == Variant.Place.WITH_HEADER) {
            header = Arrays.copyOf(sample.header(), sample.size());
            System.arraycopy(sample.body(), 0, header, sample.header().length, sample.body().length);
        }
        insertContent.setLong(1, sample.size());
        insertContent.setLong(2, sample.header().length);
        insertContent.setBytes(3, STRUCTURE);
        insertContent.setBytes(4, header);
        insertContent.setString(5, file);
        insertContent.executeUpdate();
        try (ResultSet keys = insertContent.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
        }
    }

    private void insertBody(long content, byte[] body) throws SQLException {
        for (int from = 0, part = 0; from < body.length; from += variant.chunk(), part++) {
            insertBody.setLong(1, content);
            insertBody.setInt(2, part);
            insertBody.setBytes(3, Arrays.copyOfRange(body, from, Math.min(body.length, from + variant.chunk())));
            insertBody.executeUpdate();
        }
    }

    private void use(long bytes, int messages) throws SQLException {
        updateUsage.setLong(1, bytes);
        updateUsage.setInt(2, messages);
        updateUsage.setLong(3, bytes);
        if (updateUsage.executeUpdate() != 1) {
            throw new SQLException("no row of usage");
        }
    }

    /** The messages of this store's folder, by UID. */
    List<Stored> list() throws SQLException {
        List<Stored> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT m.uid, c.id, c.file FROM " + variant.table("message") + " m JOIN "
                                + variant.table("content") + " c ON c.id = m.content_id WHERE m.folder_id = " + folder
                                + " ORDER BY m.uid")) {
            while (rows.next()) {
                all.add(new Stored(rows.getLong(1), rows.getLong(2), rows.getString(3)));
            }
        }
        connection.commit();
        return all;
    }

    /** Reads a whole message; returns its bytes' number, which is checked. */
    int read(long content) throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT size, header_size, header, file FROM " + variant.table("content") + " WHERE id = ?")) {
            statement.setLong(1, content);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                int size = rows.getInt(1);
                int bodySize = size - rows.getInt(2);
                byte[] header = rows.getBytes(3);
                int read = header.length
                        + switch (variant.place()) {
                            case WITH_HEADER -> 0;
                            case FILES -> expand(files.read(rows.getString(4)), bodySize).length;
                            case ROWS -> expand(chunks(content), bodySize).length;
                        };
                if (read != size) {
                    throw new SQLException("read " + read + " bytes of " + size);
                }
                return read;
            }
        } finally {
            connection.commit();
        }
    }

    private byte[] expand(byte[] body, int size) {
        return variant.deflate() ? Deflate.expand(body, size) : body;
    }

    private byte[] chunks(long content) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT data FROM " + variant.table("body") + " WHERE content_id = ? ORDER BY part")) {
            statement.setLong(1, content);
            try (ResultSet rows = statement.executeQuery()) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                while (rows.next()) {
                    all.writeBytes(rows.getBytes(1));
                }
                return all.toByteArray();
            }
        }
    }

    /** Deletes a message whose content nothing else refers to; a file goes after the commit. */
    void delete(Stored message, int size) throws SQLException, IOException {
        StoreTables.execute(
                connection,
                "UPDATE " + variant.table("folder")
                        + " SET highest_modseq = highest_modseq + 1, messages = messages - 1,"
                        + " unseen = unseen - 1, bytes = bytes - " + size + " WHERE id = " + folder,
                "DELETE FROM " + variant.table("message") + " WHERE folder_id = " + folder + " AND uid = "
                        + message.uid());
        use(-size, -1);
        StoreTables.execute(connection, "DELETE FROM " + variant.table("content") + " WHERE id = " + message.content());
        if (variant.place() == Variant.Place.ROWS) {
            StoreTables.execute(
                    connection, "DELETE FROM " + variant.table("body") + " WHERE content_id = " + message.content());
        }
        connection.commit();
        if (message.file() != null) {
            files.delete(message.file());
        }
    }
}
