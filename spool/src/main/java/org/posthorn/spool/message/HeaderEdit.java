// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.posthorn.spool.message.FieldScanner.Field;
import org.posthorn.spool.message.Splice.Change;

/**
 * Changes to a message's header that leave every other byte as it came: fields taken out, fields written anew, and lines
 * put on top. JavaMail would write the whole header anew, and a signature over it would no longer be valid.
 *
 * <p>Fields are recognised as clients do that are the least strict: in any case, with white space before the colon, also
 * behind lines that are no fields. The memory it takes does not depend on the length of the header, but for the fields it
 * is to change, of which it reads the first 64 kB.
 *
 * <p>A message whose first line begins with white space has no first field; the server's own Received field stands before
 * such a line, so that what is put on top does not run into it.
 */
public final class HeaderEdit {

    private final ByteArrayOutputStream top = new ByteArrayOutputStream();
    private final Map<String, Rewriting> rewritings = new HashMap<>();
    private Predicate<String> removed = name -> false;

    /** Puts a field on top, below those put there before; the value may hold folded lines. */
    public HeaderEdit add(String name, String value) {
        top.writeBytes(line(name, value));
        return this;
    }

    private static byte[] line(String name, String value) {
        return HeaderBytes.line(value.isEmpty() ? name + ":" : name + ": " + value);
    }

    /** Takes out all fields whose names, given in lower case, are of this kind. */
    public HeaderEdit remove(Predicate<String> names) {
        removed = removed.or(names);
        return this;
    }

    /**
     * Writes the fields of a name anew. The value comes as it stands behind the colon, a character for each byte
     * (ISO-8859-1), with its folded lines and without its line end, of a long one the first 64 kB; what is behind them
     * stays.
     *
     * @param absent what to put on top where there is no such field
     */
    public HeaderEdit rewrite(String name, UnaryOperator<String> value, String absent) {
        rewritings.put(name.toLowerCase(Locale.ROOT), new Rewriting(name, value, absent));
        return this;
    }

    /**
     * Changes the message of a mail. Its source is read once, as far as its header reaches.
     *
     * @throws MessagingException when the message cannot be read; it is unchanged then
     */
    public void apply(Mail mail) throws MessagingException {
        try {
            SpooledMessage.of(mail).edit(this);
        } catch (IOException e) {
            throw new MessagingException("the message cannot be read", e);
        }
    }

    /** The changes to a message, in their order. */
    List<Change> changes(InputStream message) throws IOException {
        List<Field> fields = FieldScanner.scan(message, name -> removed.test(name) || rewritings.containsKey(name));
        List<Change> changes = new ArrayList<>();
        for (Field field : fields) {
            change(field).ifPresent(changes::add);
        }
        byte[] first = top(fields);
        if (first.length > 0) {
            changes.add(new Change(0, 0, first));
        }
        changes.sort(Comparator.comparingLong(Change::offset).thenComparingLong(Change::length));
        return changes;
    }

    private byte[] top(List<Field> fields) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes(top.toByteArray());
        rewritings.forEach((name, rewriting) -> {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                lines.writeBytes(line(rewriting.name(), rewriting.absent()));
            }
        });
        return lines.toByteArray();
    }

    private Optional<Change> change(Field field) {
        if (removed.test(field.name())) {
            return Optional.of(new Change(field.start(), field.end() - field.start(), new byte[0]));
        }
        return Optional.ofNullable(rewritings.get(field.name())).flatMap(rewriting -> rewriting.change(field));
    }

    private record Rewriting(String name, UnaryOperator<String> value, String absent) {

        Optional<Change> change(Field field) {
            String head = new String(field.head(), StandardCharsets.ISO_8859_1);
            int from = head.indexOf(':') + 1;
            String old = head.substring(from).replaceFirst("\\r?\\n\\z", "");
            String now = value.apply(old);
            return old.equals(now)
                    ? Optional.empty()
                    : Optional.of(
                            new Change(field.start() + from, old.length(), now.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }
}
