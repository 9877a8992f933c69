// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.mpt;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mpt.api.HostSystem;
import org.apache.james.mpt.imapmailbox.ImapTestConstants;
import org.apache.james.mpt.imapmailbox.suite.base.BasicImapCommands;
import org.apache.james.mpt.protocol.FileProtocolSessionBuilder;
import org.apache.james.mpt.protocol.ProtocolSession;
import org.apache.james.mpt.script.SimpleScriptedTestProtocol;

/**
 * A script of James's, held by its usual user, in which lines are replaced: only where it expects what no RFC asks for and
 * the store answers otherwise, and for its fixed waits.
 */
final class EditedScript extends SimpleScriptedTestProtocol {

    private static final String SCRIPTS = "/org/apache/james/imap/scripts/";

    private final Map<Pattern, String> edits = new LinkedHashMap<>();

    EditedScript(HostSystem system) throws Exception {
        super(SCRIPTS, system);
        withUser(ImapTestConstants.USER, ImapTestConstants.PASSWORD);
        BasicImapCommands.welcome(this);
        BasicImapCommands.authenticate(this);
    }

    /** Replaces every match in the script; there must be one. */
    EditedScript replacing(String lines, String replacement) {
        edits.put(Pattern.compile(lines, Pattern.MULTILINE), replacement);
        return this;
    }

    /** Talks as in this country. */
    void run(Locale locale, String name) throws Exception {
        withLocale(locale).run(name);
    }

    @Override
    public void addTestFile(String fileName, ProtocolSession session) throws Exception {
        try (InputStream script = getClass().getResourceAsStream(SCRIPTS + fileName)) {
            String text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            boolean isEdited = session == testElements();
            byte[] lines = (isEdited ? edited(text) : text).getBytes(StandardCharsets.UTF_8);
            new FileProtocolSessionBuilder()
                    .addProtocolLinesFromStream(new ByteArrayInputStream(lines), session, fileName);
        }
    }

    private String edited(String script) {
        String text = script;
        for (Map.Entry<Pattern, String> edit : edits.entrySet()) {
            Matcher lines = edit.getKey().matcher(text);
            if (!lines.find()) {
                throw new IllegalStateException("the script has no such lines: " + edit.getKey());
            }
            text = lines.replaceAll(edit.getValue());
        }
        return text;
    }
}
