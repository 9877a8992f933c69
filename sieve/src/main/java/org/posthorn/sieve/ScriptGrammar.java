// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.jsieve.NumberArgument;
import org.apache.jsieve.TagArgument;
import org.apache.jsieve.parser.SieveNode;
import org.apache.jsieve.parser.generated.ASTargument;
import org.apache.jsieve.parser.generated.ASTarguments;
import org.apache.jsieve.parser.generated.ASTblock;
import org.apache.jsieve.parser.generated.ASTcommand;
import org.apache.jsieve.parser.generated.ASTcommands;
import org.apache.jsieve.parser.generated.ASTstring;
import org.apache.jsieve.parser.generated.ASTtest;
import org.apache.jsieve.parser.generated.ASTtest_list;
import org.apache.jsieve.parser.generated.Node;
import org.apache.jsieve.parser.generated.SimpleNode;
import org.jspecify.annotations.Nullable;
import org.posthorn.sieve.Signature.Kind;
import org.posthorn.sieve.Signature.Tests;

/**
 * Walks a parsed script and compares every command and test with its {@link Signature}. One object checks one script.
 */
final class ScriptGrammar {

    private static final int DEEPEST_NESTING = 32;
    private static final int LONGEST_SHOWN = 60;
    private static final Set<String> EXTENSIONS = Set.of(ScriptCheck.EXTENSIONS.split(" "));
    private static final Set<String> COMPARATORS_OF_THE_BASE = Set.of("i;octet", "i;ascii-casemap");

    private final Set<String> required = new HashSet<>();
    private final Set<String> usableComparators = new HashSet<>();
    private boolean requireAllowed = true;

    /** The script breaks a rule. */
    static final class Violation extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String reason;

        Violation(SimpleNode node, String reason) {
            super(reason);
            this.line = Math.max(1, node.getFirstToken().beginLine);
            this.reason = reason;
        }

        int line() {
            return line;
        }

        String reason() {
            return reason;
        }
    }

    void check(SimpleNode root) throws Violation {
        for (Node child : children(root)) {
            if (child instanceof ASTcommands commands) {
                checkCommands(commands, 0);
            }
        }
    }

    /** A piece of the script, safe to repeat in one line of an answer. */
    static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        int end = Math.min(clean.length(), LONGEST_SHOWN);
        return "'" + clean.substring(0, end) + (end < clean.length() ? "..." : "") + "'";
    }

    private void checkCommands(ASTcommands commands, int depth) throws Violation {
        if (depth > DEEPEST_NESTING) {
            throw new Violation(commands, "blocks are nested too deeply");
        }
        // jSieve forgets the comparators that were required whenever a block begins
        usableComparators.clear();
        String previous = "";
        for (Node child : children(commands)) {
            ASTcommand command = (ASTcommand) child;
            String name = lower(command.getName());
            if ((name.equals("else") || name.equals("elsif")) && !previous.equals("if") && !previous.equals("elsif")) {
                throw new Violation(command, shown(name) + " does not follow 'if' or 'elsif'");
            }
            checkCommand(command, name, depth);
            previous = name;
        }
    }

    private void checkCommand(ASTcommand command, String name, int depth) throws Violation {
        Signature signature = signature(command, name, Signature.COMMANDS.get(name), "command");
        ASTarguments arguments = arguments(command);
        checkArguments(command, name, signature, arguments, depth);
        if (name.equals("require")) {
            require(command, arguments);
        } else {
            requireAllowed = false;
        }
        if (name.equals("redirect")) {
            checkAddress(command, arguments);
        }
        if (name.equals("fileinto")) {
            checkValues(command, strings(arguments), ScriptValues::folderProblem);
        }
        boolean hasBlock = false;
        for (Node child : children(command)) {
            if (child instanceof ASTblock block) {
                hasBlock = true;
                if (!signature.block()) {
                    throw new Violation(command, shown(name) + " takes no block");
                }
                for (Node inner : children(block)) {
                    checkCommands((ASTcommands) inner, depth + 1);
                }
            }
        }
        if (signature.block() && !hasBlock) {
            throw new Violation(command, shown(name) + " needs a block");
        }
    }

    private void checkTest(ASTtest test, int depth) throws Violation {
        if (depth > DEEPEST_NESTING) {
            throw new Violation(test, "tests are nested too deeply");
        }
        String name = lower(test.getName());
        Signature signature = signature(test, name, Signature.TESTS.get(name), "test");
        checkArguments(test, name, signature, arguments(test), depth);
    }

    private Signature signature(SimpleNode node, String name, @Nullable Signature known, String what) throws Violation {
        if (known == null) {
            throw new Violation(node, "unknown " + what + " " + shown(name));
        }
        if (!known.extension().isEmpty() && !required.contains(known.extension())) {
            throw new Violation(
                    node, "unknown " + what + " " + shown(name) + " (require '" + known.extension() + "' is missing)");
        }
        return known;
    }

    private void checkArguments(SimpleNode owner, String name, Signature signature, ASTarguments arguments, int depth)
            throws Violation {
        List<ASTargument> values = new ArrayList<>();
        List<ASTtest> tests = new ArrayList<>();
        boolean list = false;
        for (Node child : children(arguments)) {
            if (child instanceof ASTargument argument) {
                values.add(argument);
            } else if (child instanceof ASTtest test) {
                tests.add(test);
            } else if (child instanceof ASTtest_list testList) {
                list = true;
                children(testList).forEach(test -> tests.add((ASTtest) test));
            }
        }
        Set<String> tags = new HashSet<>();
        int next = takeTags(signature, name, values, tags);
        checkPositional(owner, name, signature, values.subList(next, values.size()), tags);
        if (tags.contains(":matches")) {
            ASTargument patterns = values.get(values.size() - 1);
            checkValues(patterns, strings(patterns), ScriptValues::patternProblem);
        }
        Tests found = list ? Tests.LIST : tests.isEmpty() ? Tests.NONE : Tests.ONE;
        if (found != signature.tests()) {
            throw new Violation(
                    owner, shown(name) + " needs " + signature.tests().words());
        }
        for (ASTtest test : tests) {
            checkTest(test, depth + 1);
        }
    }

    private int takeTags(Signature signature, String name, List<ASTargument> values, Set<String> seen)
            throws Violation {
        int next = 0;
        while (next < values.size() && values.get(next).getValue() instanceof TagArgument tag) {
            ASTargument place = values.get(next++);
            String last = tag.getTag();
            Kind value = signature.tags().get(last);
            if (value == null) {
                throw new Violation(place, "unknown tag " + shown(last) + " for " + shown(name));
            }
            if (!seen.add(last) || Signature.exclude(last, seen)) {
                throw new Violation(place, "tag " + shown(last) + " is repeated or contradicts another");
            }
            if (value != Kind.NOTHING) {
                if (next >= values.size() || !fits(values.get(next), value)) {
                    throw new Violation(place, "tag " + shown(last) + " needs " + value.words());
                }
                ASTargument argument = values.get(next++);
                if (last.equals(":comparator")) {
                    checkComparator(argument);
                }
            }
        }
        return next;
    }

    private static void checkPositional(
            SimpleNode owner, String name, Signature signature, List<ASTargument> values, Set<String> tags)
            throws Violation {
        if (name.equals("size") && tags.isEmpty()) {
            throw new Violation(owner, "'size' needs ':over' or ':under'");
        }
        if (name.equals("body") && !tags.contains(":contains")) {
            throw new Violation(owner, "'body' works with ':contains' only");
        }
        List<Kind> expected = signature.positional();
        boolean reasonInTag = name.equals("vacation") && tags.contains(":mime") && values.isEmpty();
        if (reasonInTag) {
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (i >= values.size() || !fits(values.get(i), expected.get(i))) {
                throw new Violation(
                        i < values.size() ? values.get(i) : owner,
                        shown(name) + " needs " + expected.get(i).words() + " as argument " + (i + 1));
            }
        }
        if (values.size() > expected.size()) {
            throw new Violation(values.get(expected.size()), "too many arguments for " + shown(name));
        }
    }

    private static boolean fits(ASTargument argument, Kind kind) {
        return switch (kind) {
            case NOTHING -> false;
            case NUMBER -> argument.getValue() instanceof NumberArgument;
            case STRINGS -> argument.getValue() == null;
            case STRING -> argument.getValue() == null && strings(argument).size() == 1;
        };
    }

    private void require(ASTcommand command, ASTarguments arguments) throws Violation {
        if (!requireAllowed) {
            throw new Violation(command, "'require' is allowed only before other commands");
        }
        for (String extension : strings(arguments)) {
            String comparator = extension.startsWith("comparator-") ? extension.substring("comparator-".length()) : "";
            if (!EXTENSIONS.contains(extension) && !COMPARATORS_OF_THE_BASE.contains(comparator)) {
                throw new Violation(command, "unknown extension " + shown(extension));
            }
            required.add(extension);
            usableComparators.add(comparator);
        }
    }

    private void checkComparator(ASTargument argument) throws Violation {
        String comparator = strings(argument).get(0);
        if (COMPARATORS_OF_THE_BASE.contains(comparator) || usableComparators.contains(comparator)) {
            return;
        }
        if (required.contains("comparator-" + comparator)) {
            throw new Violation(
                    argument, "comparator " + shown(comparator) + " works only before the first block of the script");
        }
        throw new Violation(argument, "comparator " + shown(comparator) + " is unknown or not required");
    }

    private static void checkAddress(ASTcommand command, ASTarguments arguments) throws Violation {
        for (String address : strings(arguments)) {
            if (!address.matches("[^\\s@<>,\\p{Cntrl}]+@[^\\s@<>,\\p{Cntrl}]+")) {
                throw new Violation(command, "'redirect' needs an address, not " + shown(address));
            }
        }
    }

    private static void checkValues(SimpleNode place, List<String> values, Function<String, Optional<String>> problem)
            throws Violation {
        for (String value : values) {
            Optional<String> found = problem.apply(value);
            if (found.isPresent()) {
                throw new Violation(place, found.get());
            }
        }
    }

    private static ASTarguments arguments(SimpleNode owner) {
        for (Node child : children(owner)) {
            if (child instanceof ASTarguments arguments) {
                return arguments;
            }
        }
        throw new IllegalStateException("the parser gives every command and test its arguments");
    }

    private static List<String> strings(Node node) {
        List<String> found = new ArrayList<>();
        for (Node child : children(node)) {
            if (child instanceof ASTstring string) {
                found.add(String.valueOf(((SieveNode) string).getValue()));
            } else {
                found.addAll(strings(child));
            }
        }
        return found;
    }

    private static List<Node> children(Node node) {
        List<Node> children = new ArrayList<>(node.jjtGetNumChildren());
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            children.add(node.jjtGetChild(i));
        }
        return children;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
