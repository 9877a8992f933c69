// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.mailbox.exception.MailboxException;
import org.posthorn.mailbox.StoreUnavailableException;
import org.posthorn.mailbox.orphan.Orphan;
import org.posthorn.mailbox.orphan.sql.Orphans;
import org.posthorn.mailbox.quota.Drift;
import org.posthorn.mailbox.quota.QuotaAdministration;
import org.posthorn.mailbox.quota.Recounted;
import org.posthorn.postfixadmin.AccountsUnavailableException;

/** Asks the mailbox store. */
public final class Mailboxes implements MailboxesMXBean {

    private final QuotaAdministration quota;
    private final Orphans orphans;

    @Inject
    public Mailboxes(QuotaAdministration quota, Orphans orphans) {
        this.quota = quota;
        this.orphans = orphans;
    }

    private interface Question<A> {
        A ask() throws MailboxException;
    }

    @Override
    public String recountAll() {
        Recounted recounted = ask(() -> quota.recount());
        return json(recounted);
    }

    @Override
    public String recount(String user) {
        Recounted recounted = ask(() -> quota.recount(user));
        return json(recounted);
    }

    @Override
    public String adopt() {
        Recounted recounted = ask(() -> quota.adopt());
        return json(recounted);
    }

    @Override
    public String[] orphans() {
        return ask(orphans::list).stream()
                .map(Mailboxes::json)
                .map(AsciiJson::write)
                .toArray(String[]::new);
    }

    @Override
    public void attach(long id, String user) {
        ask(() -> {
            orphans.attach(id, user);
            return true;
        });
    }

    @Override
    public void purge(long id) {
        ask(() -> {
            orphans.purge(id);
            return true;
        });
    }

    /** The exceptions of the store stay here: the other side gets what it can tell the user. */
    private static <A> A ask(Question<A> question) {
        try {
            return question.ask();
        } catch (StoreUnavailableException e) {
            throw new AccountsUnavailableException("the database does not answer", e);
        } catch (MailboxException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private static Map<String, Object> json(Orphan orphan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", orphan.id());
        fields.put("user", orphan.owner());
        fields.put("detached", orphan.detachedAt().toString());
        fields.put("folders", orphan.folders());
        fields.put("messages", orphan.messages());
        fields.put("bytes", orphan.bytes());
        return fields;
    }

    private static String json(Recounted recounted) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("accounts", recounted.accounts());
        List<Map<String, Object>> repaired =
                recounted.drifts().stream().map(Mailboxes::json).toList();
        fields.put("repaired", repaired);
        return AsciiJson.write(fields);
    }

    private static Map<String, Object> json(Drift drift) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("user", drift.owner());
        fields.put("folders", drift.folders());
        fields.put("bytesBefore", drift.before().bytes());
        fields.put("bytes", drift.after().bytes());
        fields.put("messagesBefore", drift.before().messages());
        fields.put("messages", drift.after().messages());
        return fields;
    }
}
