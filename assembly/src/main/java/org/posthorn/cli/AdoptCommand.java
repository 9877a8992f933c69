// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.util.List;
import org.posthorn.server.administration.MailboxesMXBean;

/** {@code adopt}: usage is written to PostfixAdmin's table from now on. */
final class AdoptCommand implements Subcommand {

    @Override
    public String name() {
        return "adopt";
    }

    @Override
    public List<String> usage() {
        return List.of("adopt [--json]");
    }

    @Override
    public List<String> run(List<String> words, Beans server) throws Refusal {
        if (!Json.without(words).isEmpty()) {
            throw misused();
        }
        String answer = server.ask(MailboxesMXBean.NAME, MailboxesMXBean.class, MailboxesMXBean::adopt);
        return Json.isWanted(words) ? List.of(answer) : QuotaCommand.told(Json.read(answer));
    }
}
