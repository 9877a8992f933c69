// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;
import org.posthorn.sieve.ScriptCheck;
import org.posthorn.sieve.ScriptStore;
import org.posthorn.sieve.ScriptStore.Outcome;
import org.posthorn.sieve.managesieve.Command.Oversized;
import org.posthorn.sieve.managesieve.Command.Part;
import org.posthorn.sieve.managesieve.Command.Text;
import org.posthorn.sieve.managesieve.Command.Word;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of a user on his scripts. An empty answer means that the arguments are not those of the command. */
final class ScriptCommands {

    private static final Logger LOGGER = LoggerFactory.getLogger(ScriptCommands.class);
    private static final Set<String> NAMES = Set.of(
            "HAVESPACE",
            "PUTSCRIPT",
            "CHECKSCRIPT",
            "LISTSCRIPTS",
            "SETACTIVE",
            "GETSCRIPT",
            "DELETESCRIPT",
            "RENAMESCRIPT");
    private static final Reply INVALID_NAME = Reply.no("Invalid script name.");

    private final ScriptStore store;
    private final ScriptCheck check;
    private final int maxScriptBytes;
    private final int maxScripts;

    ScriptCommands(ScriptStore store, ScriptCheck check, int maxScriptBytes, int maxScripts) {
        this.store = store;
        this.check = check;
        this.maxScriptBytes = maxScriptBytes;
        this.maxScripts = maxScripts;
    }

    boolean knows(String command) {
        return NAMES.contains(command);
    }

    Optional<Reply> run(Username user, String command, List<Part> arguments) {
        Optional<Reply> reply =
                switch (command) {
                    case "LISTSCRIPTS" -> arguments.isEmpty() ? Optional.of(list(user)) : Optional.empty();
                    case "CHECKSCRIPT" -> arguments.size() == 1 ? check(arguments.get(0)) : Optional.empty();
                    case "HAVESPACE" -> arguments.size() == 2 ? haveSpace(user, arguments) : Optional.empty();
                    case "PUTSCRIPT" -> arguments.size() == 2 ? put(user, arguments) : Optional.empty();
                    case "RENAMESCRIPT" -> arguments.size() == 2 ? rename(user, arguments) : Optional.empty();
                    default ->
                        arguments.size() == 1 && arguments.get(0) instanceof Text name
                                ? Optional.of(
                                        onOne(user, command, name.decoded().orElse("\0")))
                                : Optional.empty();
                };
        reply.ifPresent(answer -> log(user, command, arguments, answer));
        return reply;
    }

    private Reply onOne(Username user, String command, String name) {
        if (command.equals("SETACTIVE") && name.isEmpty()) {
            store.deactivate(user);
            return Reply.ok("Setactive completed.");
        }
        if (!ScriptStore.validName(name)) {
            return INVALID_NAME;
        }
        return switch (command) {
            case "SETACTIVE" -> outcome(store.activate(user, name), name, "Setactive completed.");
            case "DELETESCRIPT" -> outcome(store.delete(user, name), name, "Deletescript completed.");
            default -> get(user, name);
        };
    }

    private Reply list(Username user) {
        StringBuilder lines = new StringBuilder();
        for (ScriptStore.Entry entry : store.list(user)) {
            lines.append(Reply.string(entry.name())).append(entry.active() ? " ACTIVE\r\n" : "\r\n");
        }
        return new Reply.Say(lines.append("OK \"Listscripts completed.\"\r\n").toString());
    }

    private Reply get(Username user, String name) {
        return store.get(user, name)
                .<Reply>map(content -> new Reply.Say("{" + content.getBytes(StandardCharsets.UTF_8).length + "}\r\n"
                        + content + "\r\nOK \"Getscript completed.\"\r\n"))
                .orElseGet(() -> notFound(name));
    }

    private Optional<Reply> check(Part script) {
        if (script instanceof Oversized) {
            return Optional.of(tooLarge());
        }
        if (!(script instanceof Text text)) {
            return Optional.empty();
        }
        ScriptCheck.Result result = check.check(text.bytes());
        return Optional.of(
                result instanceof ScriptCheck.Valid valid
                        ? accepted("Checkscript completed.", valid)
                        : refused("script", (ScriptCheck.Invalid) result));
    }

    private Optional<Reply> haveSpace(Username user, List<Part> arguments) {
        if (!(arguments.get(0) instanceof Text text)
                || !(arguments.get(1) instanceof Word size)
                || !size.text().matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        String name = text.decoded().orElse("\0");
        if (!ScriptStore.validName(name)) {
            return Optional.of(INVALID_NAME);
        }
        long bytes = Long.parseLong(size.text());
        if (bytes > maxScriptBytes) {
            return Optional.of(tooLarge());
        }
        return Optional.of(outcome(store.haveSpace(user, name, bytes), name, "Putscript would succeed."));
    }

    private Optional<Reply> put(Username user, List<Part> arguments) {
        if (!(arguments.get(0) instanceof Text nameText)) {
            return Optional.empty();
        }
        String name = nameText.decoded().orElse("\0");
        if (!ScriptStore.validName(name)) {
            return Optional.of(INVALID_NAME);
        }
        if (arguments.get(1) instanceof Oversized) {
            return Optional.of(tooLarge());
        }
        if (!(arguments.get(1) instanceof Text text)) {
            return Optional.empty();
        }
        if (text.bytes().length > maxScriptBytes) {
            return Optional.of(tooLarge());
        }
        ScriptCheck.Result result = check.check(text.bytes());
        if (!(result instanceof ScriptCheck.Valid valid)) {
            return Optional.of(refused(name, (ScriptCheck.Invalid) result));
        }
        Outcome outcome = store.put(user, name, valid.content());
        return Optional.of(
                outcome == Outcome.DONE
                        ? accepted("PUTSCRIPT completed.", valid)
                        : outcome(outcome, name, "PUTSCRIPT completed."));
    }

    private Optional<Reply> rename(Username user, List<Part> arguments) {
        if (!(arguments.get(0) instanceof Text from) || !(arguments.get(1) instanceof Text to)) {
            return Optional.empty();
        }
        String oldName = from.decoded().orElse("\0");
        String newName = to.decoded().orElse("\0");
        if (!ScriptStore.validName(oldName) || !ScriptStore.validName(newName)) {
            return Optional.of(INVALID_NAME);
        }
        Outcome outcome = store.rename(user, oldName, newName);
        return Optional.of(
                outcome(outcome, outcome == Outcome.ALREADY_EXISTS ? newName : oldName, "Renamescript completed."));
    }

    private Reply outcome(Outcome outcome, String name, String done) {
        return switch (outcome) {
            case DONE -> Reply.ok(done);
            case NONEXISTENT -> notFound(name);
            case ACTIVE -> Reply.no("ACTIVE", "Cannot delete the active Sieve script.");
            case ALREADY_EXISTS -> Reply.no("ALREADYEXISTS", "A script named `" + name + "' exists already");
            case TOO_MANY -> Reply.no("QUOTA/MAXSCRIPTS", "No more than " + maxScripts + " scripts are allowed.");
            case OVER_QUOTA -> Reply.no("QUOTA", "The quota for scripts is used up.");
        };
    }

    private static Reply accepted(String done, ScriptCheck.Valid script) {
        return script.lineEndsChanged()
                ? new Reply.Say("OK (WARNINGS) \"" + done + " Line ends were changed to CRLF.\"\r\n")
                : Reply.ok(done);
    }

    private static Reply refused(String name, ScriptCheck.Invalid problem) {
        return Reply.no(name + ": line " + problem.line() + ": error: " + problem.reason());
    }

    private static Reply notFound(String name) {
        return Reply.no("NONEXISTENT", "Sieve script `" + name + "' not found");
    }

    private Reply tooLarge() {
        return Reply.no("QUOTA/MAXSIZE", "A script may have " + maxScriptBytes + " bytes at most.");
    }

    private static void log(Username user, String command, List<Part> arguments, Reply reply) {
        String script = !arguments.isEmpty() && arguments.get(0) instanceof Text name && !command.equals("CHECKSCRIPT")
                ? name.decoded().map(LogText::of).orElse("?")
                : "-";
        String text = reply.text();
        String result = text.startsWith("NO ")
                ? "reject reason=" + LogText.quoted(text.substring(3).strip())
                : "accept";
        LOGGER.info("check=script command={} user={} script={} result={}", command, user.asString(), script, result);
    }
}
