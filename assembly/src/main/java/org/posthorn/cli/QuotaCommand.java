// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.server.administration.MailboxesMXBean;

/** {@code quota recount}: counts mail anew and says what was wrong. */
final class QuotaCommand implements Subcommand {

    @Override
    public String name() {
        return "quota";
    }

    @Override
    public List<String> usage() {
        return List.of("quota recount [USER] [--json]");
    }

    @Override
    public List<String> run(List<String> words, Beans server) throws Refusal {
        List<String> plain = Json.without(words);
        if (plain.isEmpty() || !plain.get(0).equals("recount") || plain.size() > 2) {
            throw misused();
        }
        String answer = server.ask(
                MailboxesMXBean.NAME,
                MailboxesMXBean.class,
                bean -> plain.size() == 1 ? bean.recountAll() : bean.recount(plain.get(1)));
        return Json.isWanted(words) ? List.of(answer) : told(Json.read(answer));
    }

    /** What a recount found. */
    static List<String> told(JsonNode recounted) {
        List<String> lines = new ArrayList<>();
        Table table = new Table("USER", "BYTES", "WERE", "MESSAGES", "WERE", "FOLDERS");
        for (JsonNode drift : recounted.path("repaired")) {
            table.add(
                    drift.path("user").asText(),
                    drift.path("bytes").asText(),
                    drift.path("bytesBefore").asText(),
                    drift.path("messages").asText(),
                    drift.path("messagesBefore").asText(),
                    drift.path("folders").asText());
        }
        int repaired = recounted.path("repaired").size();
        if (repaired > 0) {
            lines.addAll(table.lines());
        }
        lines.add("accounts counted: " + recounted.path("accounts").asText() + ", repaired: " + repaired);
        return lines;
    }
}
