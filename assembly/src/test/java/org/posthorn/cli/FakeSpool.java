// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.posthorn.spool.queue.QueuedMail;
import org.posthorn.spool.queue.SpoolAdministration;

/** A spool with the mails that a test puts there. */
final class FakeSpool implements SpoolAdministration {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final List<QueuedMail> mails = new ArrayList<>();
    private boolean full;

    void add(QueuedMail mail) {
        mails.add(mail);
    }

    void fill() {
        full = true;
    }

    static QueuedMail mail(String id, String error) {
        return new QueuedMail(
                id,
                "Mail" + id,
                "spool",
                "store",
                1234,
                Optional.of("a@b.test"),
                List.of("c@d.test", "e@d.test"),
                NOW.minusSeconds(7300),
                NOW.plusSeconds(300),
                3,
                Optional.of(error).filter(text -> !text.isEmpty()),
                false,
                false);
    }

    @Override
    public List<QueuedMail> list() {
        return List.copyOf(mails);
    }

    @Override
    public Optional<QueuedMail> find(String id) {
        return mails.stream().filter(mail -> mail.id().equals(id)).findFirst();
    }

    @Override
    public boolean hold(String id) throws IOException {
        return change(id, mail -> changed(mail, mail.nextAttempt(), true));
    }

    @Override
    public boolean release(String id) throws IOException {
        return change(id, mail -> changed(mail, mail.nextAttempt(), false));
    }

    @Override
    public boolean retryNow(String id) throws IOException {
        return change(id, mail -> changed(mail, NOW, false));
    }

    @Override
    public boolean delete(String id) {
        return mails.removeIf(mail -> mail.id().equals(id));
    }

    @Override
    public Path snapshot() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        return Path.of("snapshot of " + mails.size());
    }

    private boolean change(String id, UnaryOperator<QueuedMail> change) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        Optional<QueuedMail> found = find(id);
        found.ifPresent(mail -> mails.set(mails.indexOf(mail), change.apply(mail)));
        return found.isPresent();
    }

    private static QueuedMail changed(QueuedMail mail, Instant next, boolean held) {
        return new QueuedMail(
                mail.id(),
                mail.mailName(),
                mail.queue(),
                mail.processor(),
                mail.size(),
                mail.sender(),
                mail.recipients(),
                mail.enqueuedAt(),
                next,
                mail.failures(),
                mail.lastError(),
                held,
                mail.active());
    }
}
