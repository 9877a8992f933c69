// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.posthorn.server.administration.MailboxesMXBean;

/** {@code orphans}: mail whose account is gone from PostfixAdmin. */
final class OrphansCommand implements Subcommand {

    @Override
    public String name() {
        return "orphans";
    }

    @Override
    public List<String> usage() {
        return List.of("orphans list [--json]", "orphans attach ID USER", "orphans purge ID");
    }

    @Override
    public List<String> run(List<String> words, Beans server) throws Refusal {
        List<String> plain = Json.without(words);
        String form = (plain.isEmpty() ? "" : plain.get(0)) + plain.size();
        if (Json.isWanted(words) && !form.equals("list1")) {
            throw misused();
        }
        return switch (form) {
            case "list1" -> list(ask(server, MailboxesMXBean::orphans), Json.isWanted(words));
            case "attach3" -> attach(number(plain.get(1)), plain.get(2), server);
            case "purge2" -> purge(number(plain.get(1)), server);
            default -> throw misused();
        };
    }

    private static <A> A ask(Beans server, Beans.Question<MailboxesMXBean, A> question) throws Refusal {
        return server.ask(MailboxesMXBean.NAME, MailboxesMXBean.class, question);
    }

    private static List<String> attach(long id, String user, Beans server) throws Refusal {
        ask(server, bean -> {
            bean.attach(id, user);
            return true;
        });
        return List.of("the mail of orphan " + id + " is now " + Text.oneLine(user) + "'s");
    }

    private static List<String> purge(long id, Beans server) throws Refusal {
        ask(server, bean -> {
            bean.purge(id);
            return true;
        });
        return List.of("the mail of orphan " + id + " is deleted");
    }

    private static List<String> list(String[] orphans, boolean json) {
        if (json) {
            return Json.array(orphans);
        }
        if (orphans.length == 0) {
            return List.of("there are no orphans");
        }
        Table table = new Table("ID", "USER", "DETACHED", "FOLDERS", "MESSAGES", "BYTES");
        Stream.of(orphans)
                .map(Json::read)
                .forEach(orphan -> table.add(
                        text(orphan, "id"),
                        text(orphan, "user"),
                        text(orphan, "detached"),
                        text(orphan, "folders"),
                        text(orphan, "messages"),
                        text(orphan, "bytes")));
        return table.lines();
    }

    private static String text(JsonNode orphan, String field) {
        return orphan.path(field).asText();
    }

    private static long number(String id) throws Refusal {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new Refusal(ExitCode.USAGE, "an orphan's ID is a number; './posthorn orphans list' shows them");
        }
    }
}
