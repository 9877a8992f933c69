// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.posthorn.server.administration.MailQueuesMXBean;

/** {@code queue}: the mails on their way. */
final class QueueCommand implements Subcommand {

    /** What is done with one mail, and how that is told. */
    private record Action(BiPredicate<MailQueuesMXBean, String> change, String done) {}

    private static final Map<String, Action> ACTIONS = Map.of(
            "retry", new Action(MailQueuesMXBean::retry, "is due now"),
            "hold", new Action(MailQueuesMXBean::hold, "is held until it is released"),
            "release", new Action(MailQueuesMXBean::release, "is no longer held"),
            "delete", new Action(MailQueuesMXBean::delete, "is deleted"));

    private final Clock clock;

    QueueCommand() {
        this(Clock.systemUTC());
    }

    QueueCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "queue list [--json]",
                "queue show ID [--json]",
                "queue retry ID|all",
                "queue hold ID",
                "queue release ID",
                "queue delete ID");
    }

    @Override
    public List<String> run(List<String> words, Beans server) throws Refusal {
        boolean json = Json.isWanted(words);
        List<String> plain = Json.without(words);
        String verb = plain.isEmpty() ? "" : plain.get(0);
        if (verb.equals("list") && plain.size() == 1) {
            String[] mails = ask(server, MailQueuesMXBean::list);
            return json ? Json.array(mails) : table(mails);
        }
        if (plain.size() != 2) {
            throw misused();
        }
        String id = plain.get(1);
        if (verb.equals("show")) {
            String[] mail = found(id, ask(server, bean -> bean.show(id)));
            return json ? List.of(mail) : details(Json.read(mail[0]));
        }
        if (json || !ACTIONS.containsKey(verb)) {
            throw misused();
        }
        return verb.equals("retry") && id.equals("all")
                ? List.of(ask(server, MailQueuesMXBean::retryAll) + " mails are due now")
                : change(ACTIONS.get(verb), id, server);
    }

    private static <A> A ask(Beans server, Beans.Question<MailQueuesMXBean, A> question) throws Refusal {
        return server.ask(MailQueuesMXBean.NAME, MailQueuesMXBean.class, question);
    }

    private static List<String> change(Action action, String id, Beans server) throws Refusal {
        if (!ask(server, bean -> action.change().test(bean, id))) {
            throw missing(id);
        }
        return List.of(Text.oneLine(id) + " " + action.done());
    }

    private static String[] found(String id, String... mail) throws Refusal {
        if (mail.length == 0) {
            throw missing(id);
        }
        return mail;
    }

    private static Refusal missing(String id) {
        return new Refusal(
                ExitCode.REFUSED,
                "there is no mail " + Text.oneLine(id) + " in the queues that nobody is working on at the moment");
    }

    private List<String> table(String... mails) {
        if (mails.length == 0) {
            return List.of("the queues are empty");
        }
        Table table = new Table("ID", "QUEUE", "STATE", "AGE", "NEXT", "TRIES", "SIZE", "FROM", "TO", "ERROR");
        for (String line : mails) {
            JsonNode mail = Json.read(line);
            table.add(
                    text(mail, "id"),
                    text(mail, "queue"),
                    text(mail, "state"),
                    span(Duration.between(instant(mail, "queued"), clock.instant())),
                    text(mail, "state").equals("waiting")
                            ? span(Duration.between(clock.instant(), instant(mail, "next")))
                            : "-",
                    text(mail, "failures"),
                    text(mail, "size"),
                    "<" + text(mail, "sender") + ">",
                    recipients(mail),
                    text(mail, "error"));
        }
        return table.lines();
    }

    private static List<String> details(JsonNode mail) {
        List<String> lines = new ArrayList<>();
        mail.fields().forEachRemaining(field -> {
            if (field.getValue().isArray()) {
                field.getValue().forEach(one -> lines.add(detail(field.getKey(), one.asText())));
            } else {
                lines.add(detail(field.getKey(), field.getValue().asText()));
            }
        });
        return lines;
    }

    private static String detail(String name, String value) {
        return Text.oneLine(name) + ": " + Text.oneLine(value);
    }

    private static String recipients(JsonNode mail) {
        JsonNode all = mail.path("recipients");
        String first = all.path(0).asText();
        return all.size() > 1 ? first + " +" + (all.size() - 1) : first;
    }

    private static String text(JsonNode mail, String field) {
        return mail.path(field).asText();
    }

    private static Instant instant(JsonNode mail, String field) {
        return Instant.parse(text(mail, field));
    }

    /** A length of time in its largest whole unit. */
    private static String span(Duration span) {
        if (span.toDays() >= 2) {
            return span.toDays() + "d";
        }
        if (span.toHours() >= 2) {
            return span.toHours() + "h";
        }
        return span.toMinutes() >= 2 ? span.toMinutes() + "m" : Math.max(0, span.toSeconds()) + "s";
    }
}
