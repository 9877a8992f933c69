// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.posthorn.mailbox.ContentId;
import org.posthorn.mailbox.Delivered;
import org.posthorn.mailbox.Deliveries;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.structure.RawMessage;

/** Mailboxes that remember what was stored, and fail as they are told. */
final class FakeDeliveries implements Deliveries {

    /** One stored copy. */
    record Stored(String owner, String folder, String text, Flags flags) {}

    private final List<Stored> stored = new ArrayList<>();
    private final Set<DeliveryKey> keys = new HashSet<>();
    private final Map<String, Exception> failures = new HashMap<>();

    List<Stored> stored() {
        return stored;
    }

    /** The one copy that was stored. */
    Stored only() {
        if (stored.size() != 1) {
            throw new AssertionError("stored: " + stored);
        }
        return stored.get(0);
    }

    void fail(String owner, Exception failure) {
        failures.put(owner, failure);
    }

    void recover(String owner) {
        failures.remove(owner);
    }

    @Override
    public Delivered deliver(
            Username owner, String folderName, RawMessage message, Flags flags, Optional<DeliveryKey> key)
            throws MailboxException {
        Exception failure = failures.get(owner.asString());
        if (failure instanceof MailboxException known) {
            throw known;
        }
        if (failure instanceof RuntimeException unforeseen) {
            throw unforeseen;
        }
        boolean isNew = key.isEmpty() || keys.add(key.get());
        if (isNew) {
            stored.add(new Stored(owner.asString(), folderName, text(message), flags));
        }
        return new Delivered(
                MailboxPath.forUser(owner, folderName),
                MessageUid.of(Math.max(1, stored.size())),
                new ContentId(7),
                isNew);
    }

    private static String text(RawMessage message) {
        try (InputStream stream = message.open()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
            if (text.length() != message.size()) {
                throw new AssertionError("size is " + message.size() + ", the bytes are " + text.length());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
