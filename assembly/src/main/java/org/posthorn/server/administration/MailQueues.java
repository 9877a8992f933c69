// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.posthorn.spool.queue.QueuedMail;
import org.posthorn.spool.queue.SpoolAdministration;

/** Shows and changes the mails of the spool. */
public final class MailQueues implements MailQueuesMXBean {

    private final SpoolAdministration spool;
    private final Clock clock;

    @Inject
    public MailQueues(SpoolAdministration spool, Clock clock) {
        this.spool = spool;
        this.clock = clock;
    }

    @Override
    public String[] list() {
        return json(spool.list().stream());
    }

    @Override
    public String[] show(String id) {
        return json(spool.find(id).stream());
    }

    @Override
    public boolean hold(String id) {
        return change(() -> spool.hold(id));
    }

    @Override
    public boolean release(String id) {
        return change(() -> spool.release(id));
    }

    @Override
    public boolean retry(String id) {
        return change(() -> spool.retryNow(id));
    }

    @Override
    public int retryAll() {
        List<String> waiting = spool.list().stream()
                .filter(mail -> state(mail).equals("waiting"))
                .map(QueuedMail::id)
                .toList();
        return (int) waiting.stream().filter(this::retry).count();
    }

    @Override
    public boolean delete(String id) {
        return change(() -> spool.delete(id));
    }

    private interface Change {
        boolean make() throws IOException;
    }

    private static boolean change(Change change) {
        try {
            return change.make();
        } catch (IOException e) {
            throw new IllegalStateException("the spool cannot write that down: " + e.getMessage());
        }
    }

    private String[] json(Stream<QueuedMail> mails) {
        return mails.map(this::json).toArray(String[]::new);
    }

    private String json(QueuedMail mail) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", mail.id());
        fields.put("mail", mail.mailName());
        fields.put("queue", mail.queue());
        fields.put("processor", mail.processor());
        fields.put("state", state(mail));
        fields.put("size", mail.size());
        fields.put("sender", mail.sender().orElse(""));
        fields.put("recipients", mail.recipients());
        fields.put("queued", mail.enqueuedAt().toString());
        fields.put("next", mail.nextAttempt().toString());
        fields.put("failures", mail.failures());
        fields.put("error", mail.lastError().orElse(""));
        return AsciiJson.write(fields);
    }

    private String state(QueuedMail mail) {
        if (mail.active()) {
            return "active";
        }
        if (mail.held()) {
            return "held";
        }
        return mail.nextAttempt().isAfter(clock.instant()) ? "waiting" : "due";
    }
}
