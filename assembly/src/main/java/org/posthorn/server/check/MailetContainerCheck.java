// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mailet.Mailet;
import org.apache.mailet.Matcher;
import org.w3c.dom.Element;

/**
 * The mail's way: every class exists, every parameter is known, every processor that is named is there, no mail can come
 * to an end where James would delete it, and none can go round in a circle.
 */
final class MailetContainerCheck {

    static final String FILE = "mailetcontainer.xml";

    private static final List<String> NEEDED = List.of("root", "error");
    private static final Set<String> NO_PROCESSORS = Set.of("ignore", "propagate", "");
    private static final List<String> ON_EXCEPTION = List.of("onMailetException", "onMatchException");

    private final Problems problems;
    private final Map<String, Element> processors = new LinkedHashMap<>();

    MailetContainerCheck(Problems problems) {
        this.problems = problems;
    }

    void run(Path configuration) {
        XmlFile.read(configuration.resolve(FILE), problems)
                .flatMap(root -> XmlFile.child(root, "processors"))
                .ifPresentOrElse(this::processors, () -> problems.add(FILE, "processors", "is missing"));
    }

    private void processors(Element all) {
        for (Element processor : XmlFile.children(all, "processor")) {
            String state = processor.getAttribute("state");
            if (processors.put(state, processor) != null) {
                problems.add(FILE, state, "is there twice");
            }
        }
        NEEDED.stream()
                .filter(needed -> !processors.containsKey(needed))
                .forEach(needed -> problems.add(FILE, needed, "is missing; James cannot work without this processor"));
        processors.forEach(this::processor);
    }

    private void processor(String state, Element processor) {
        Set<String> composed = new HashSet<>();
        XmlFile.children(processor, "matcher").forEach(matcher -> composed.add(matcher.getAttribute("name")));
        List<Element> mailets = XmlFile.children(processor, "mailet");
        mailets.forEach(mailet -> mailet(state, mailet, composed));
        end(state, mailets);
        circle(state);
    }

    private void mailet(String state, Element mailet, Set<String> composed) {
        mailetClass(state, mailet);
        Stream.of("match", "notmatch")
                .map(mailet::getAttribute)
                .filter(match -> !match.isEmpty() && !composed.contains(match))
                .forEach(match -> matcherClass(state, match));
        FaultPaths.refusal(mailet).ifPresent(reason -> problems.add(FILE, state, reason));
        parameters(state, mailet);
        leads(mailet).forEach(processor -> named(state, mailet, processor));
    }

    private void mailetClass(String state, Element mailet) {
        String name = mailet.getAttribute("class");
        Optional<Class<?>> found = Classes.first(Mailets.mailetClasses(name));
        if (found.isEmpty()) {
            List<String> known = KnownMailet.ALL.stream()
                    .flatMap(mailetOfOurs -> Stream.of(
                            mailetOfOurs.className(),
                            mailetOfOurs.className().replace("org.apache.james.transport.mailets.", "")))
                    .toList();
            problems.add(FILE, state, "there is no mailet " + Problems.quoted(name) + Suggestion.sentence(name, known));
        } else if (!Mailet.class.isAssignableFrom(found.get())) {
            problems.add(FILE, state, Problems.quoted(name) + " is no mailet");
        }
    }

    private void matcherClass(String state, String match) {
        Optional<Class<?>> found = Classes.first(Mailets.matcherClasses(match));
        if (found.isEmpty()) {
            problems.add(FILE, state, "there is no matcher " + Problems.quoted(match));
        } else if (!Matcher.class.isAssignableFrom(found.get())) {
            problems.add(FILE, state, Problems.quoted(match) + " is no matcher");
        }
    }

    private void parameters(String state, Element mailet) {
        Mailets.known(mailet).ifPresent(known -> Mailets.parameters(mailet).keySet().stream()
                .filter(parameter -> !known.takes(parameter))
                .forEach(parameter -> problems.add(
                        FILE,
                        state,
                        mailet.getAttribute("class") + " takes no <" + parameter + ">"
                                + Suggestion.sentence(parameter, known.parameters()))));
    }

    private void named(String state, Element mailet, String processor) {
        if (!processors.containsKey(processor)) {
            problems.add(
                    FILE,
                    state,
                    mailet.getAttribute("class") + " leads to the processor " + Problems.quoted(processor)
                            + ", which is missing" + Suggestion.sentence(processor, processors.keySet()));
        }
    }

    private void end(String state, List<Element> mailets) {
        List<Element> ends = mailets.stream().filter(Mailets::ends).toList();
        if (ends.stream().anyMatch(mailet -> isEndOf(state, mailet))) {
            return;
        }
        String place = "a mail can reach the end of this processor, where James deletes it; ";
        String cure = ends.stream()
                .filter(mailet -> !FaultPaths.leaves(state, mailet))
                .findFirst()
                .map(mailet -> "when " + mailet.getAttribute("class")
                        + " fails it stays here: give that <onMailetException>propagate</onMailetException>")
                .orElse("close it with a mailet that takes every mail and keeps it, such as ToProcessor");
        problems.add(FILE, state, place + cure);
    }

    /** A mailet that sends a mail to where it is already leaves it to those behind. */
    private static boolean isEndOf(String state, Element mailet) {
        Map<String, String> parameters = Mailets.parameters(mailet);
        boolean staysHere = Mailets.known(mailet).stream()
                .flatMap(known -> known.processors().entrySet().stream())
                .filter(lead -> !lead.getKey().equals("resume"))
                .anyMatch(lead ->
                        parameters.getOrDefault(lead.getKey(), lead.getValue()).equals(state));
        return !staysHere && FaultPaths.leaves(state, mailet);
    }

    private void circle(String state) {
        Set<String> visited = new HashSet<>();
        Optional<String> next = Optional.of(state);
        while (next.isPresent() && visited.add(next.get())) {
            next = passesOnTo(next.get());
        }
        if (next.filter(state::equals).isPresent()) {
            problems.add(FILE, state, "hands every mail round in a circle, back to itself");
        }
    }

    /** Where a processor sends every mail at once, doing nothing else with it. */
    private Optional<String> passesOnTo(String state) {
        return Optional.ofNullable(processors.get(state))
                .flatMap(processor ->
                        XmlFile.children(processor, "mailet").stream().findFirst())
                .filter(Mailets::takesEveryMail)
                .filter(mailet -> mailet.getAttribute("class").endsWith("ToProcessor"))
                .map(mailet -> Mailets.parameters(mailet).getOrDefault("processor", ""));
    }

    private static List<String> leads(Element mailet) {
        Map<String, String> parameters = Mailets.parameters(mailet);
        Stream<String> ofMailet = Mailets.known(mailet).stream()
                .flatMap(known -> known.processors().entrySet().stream())
                .map(lead -> parameters.getOrDefault(lead.getKey(), lead.getValue()));
        Stream<String> onException = ON_EXCEPTION.stream()
                .map(name -> parameters.getOrDefault(name, "").toLowerCase(Locale.ROOT));
        return Stream.concat(ofMailet, onException)
                .filter(processor -> !NO_PROCESSORS.contains(processor))
                .toList();
    }
}
