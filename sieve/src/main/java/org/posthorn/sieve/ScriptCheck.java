// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jsieve.ConfigurationManager;
import org.apache.jsieve.SieveConfigurationException;
import org.apache.jsieve.SieveValidationVisitor;
import org.apache.jsieve.exception.SieveException;
import org.apache.jsieve.parser.generated.ParseException;
import org.apache.jsieve.parser.generated.SieveParser;
import org.apache.jsieve.parser.generated.SimpleNode;
import org.apache.jsieve.parser.generated.Token;

/**
 * Decides whether the interpreter that runs at delivery (jSieve) will understand a script (RFC 5228).
 *
 * <p>jSieve's parser alone lets much pass that fails only when a mail comes: missing arguments, unknown tests, a
 * {@code fileinto} without {@code require}. All of it is refused here, with the line. The texts are for the user and
 * hold no name of a Java class.
 *
 * <p>jSieve wants CRLF around {@code text:} blocks. A script which is right but for bare LF is accepted with its line
 * ends changed to CRLF.
 */
public final class ScriptCheck {

    /** The extensions a script may require, as ManageSieve announces them: what jSieve 0.8 within James carries out. */
    public static final String EXTENSIONS = "fileinto reject envelope vacation body comparator-i;ascii-numeric";

    private static final Pattern LINE = Pattern.compile("line (\\d+)");
    private static final Pattern LINE_FEED = Pattern.compile("\r?\n");

    /** The outcome of a check. */
    public sealed interface Result {}

    /**
     * The script can be stored.
     *
     * @param content what to store
     * @param lineEndsChanged whether bare LF became CRLF
     */
    public record Valid(String content, boolean lineEndsChanged) implements Result {}

    /**
     * The script must not be stored.
     *
     * @param line where, counted from 1
     * @param reason one line for the user
     */
    public record Invalid(int line, String reason) implements Result {}

    private final ConfigurationManager interpreter;

    /** Loads the interpreter's own lists of commands and tests. */
    public ScriptCheck() {
        try {
            this.interpreter = new ConfigurationManager();
        } catch (SieveConfigurationException e) {
            throw new IllegalStateException("the Sieve interpreter has no configuration", e);
        }
    }

    /** Checks a whole script as the client sent it. */
    public Result check(byte[] script) {
        String content;
        try {
            content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(script))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Invalid(1, "the script is not UTF-8");
        }
        int nul = content.indexOf('\0');
        if (nul >= 0) {
            return new Invalid(lineAt(content, nul), "NUL is not allowed");
        }
        Result asSent = parse(content, false);
        if (asSent instanceof Valid) {
            return asSent;
        }
        String withCrLf = LINE_FEED.matcher(content).replaceAll("\r\n");
        if (withCrLf.equals(content)) {
            return asSent;
        }
        return parse(withCrLf, true);
    }

    private Result parse(String content, boolean lineEndsChanged) {
        SieveParser parser =
                new SieveParser(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "UTF-8");
        try {
            SimpleNode root = parser.start();
            new ScriptGrammar().check(root);
            root.jjtAccept(new InterpretersOwnCheck(interpreter), "");
            return new Valid(content, lineEndsChanged);
        } catch (ScriptGrammar.Violation e) {
            return new Invalid(e.line(), e.reason());
        } catch (ParseException e) {
            return unexpected(e);
        } catch (NumberFormatException e) {
            return new Invalid(Math.max(parser.token.beginLine, 1), "a number is larger than 2147483647");
        } catch (SieveException e) {
            return new Invalid(1, "the interpreter refuses the script");
        } catch (StackOverflowError e) {
            return new Invalid(1, "tests and blocks are nested too deeply");
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Error e) {
            // the generated lexer throws Error for a character it cannot read, with the place in its text
            return new Invalid(lineIn(String.valueOf(e.getMessage())), "unexpected character or unfinished string");
        }
    }

    private static Invalid unexpected(ParseException problem) {
        Token token = problem.currentToken == null ? null : problem.currentToken.next;
        if (token == null) {
            return new Invalid(1, "syntax error");
        }
        if (token.image.isEmpty()) {
            return new Invalid(Math.max(token.beginLine, 1), "unexpected end of the script");
        }
        return new Invalid(Math.max(token.beginLine, 1), "unexpected " + ScriptGrammar.shown(token.image));
    }

    private static int lineIn(String message) {
        Matcher line = LINE.matcher(message);
        return line.find() ? Math.max(1, Integer.parseInt(line.group(1))) : 1;
    }

    private static int lineAt(String content, int position) {
        return 1
                + (int) content.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** What jSieve itself checks before it runs a script, without its log lines. */
    private static final class InterpretersOwnCheck extends SieveValidationVisitor {
        InterpretersOwnCheck(ConfigurationManager interpreter) {
            super(interpreter.getCommandManager(), interpreter.getTestManager(), interpreter.getComparatorManager());
        }
    }
}
