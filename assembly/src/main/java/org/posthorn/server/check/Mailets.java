// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** Small questions about the elements of {@code mailetcontainer.xml}. */
final class Mailets {

    private static final String MAILETS = "org.apache.james.transport.mailets.";
    private static final String MATCHERS = "org.apache.james.transport.matchers.";

    private Mailets() {}

    static Optional<KnownMailet> known(Element mailet) {
        String name = mailet.getAttribute("class");
        return KnownMailet.ALL.stream()
                .filter(known ->
                        known.className().equals(name) || known.className().equals(MAILETS + name))
                .findFirst();
    }

    static Map<String, String> parameters(Element mailet) {
        Map<String, String> parameters = new LinkedHashMap<>();
        XmlFile.children(mailet)
                .forEach(child -> parameters.put(
                        child.getTagName(), child.getTextContent().strip()));
        return parameters;
    }

    /** Whether every mail that comes to this mailet matches. */
    static boolean takesEveryMail(Element mailet) {
        return !mailet.hasAttribute("notmatch")
                && (!mailet.hasAttribute("match")
                        || mailet.getAttribute("match").equals("All"));
    }

    /** Whether no mail comes behind this mailet. */
    static boolean ends(Element mailet) {
        return takesEveryMail(mailet)
                && known(mailet)
                        .map(known -> known.ends().test(parameters(mailet)))
                        .orElse(false);
    }

    static List<String> mailetClasses(String name) {
        return List.of(name, MAILETS + name);
    }

    static List<String> matcherClasses(String match) {
        int condition = match.indexOf('=');
        String name = condition < 0 ? match : match.substring(0, condition);
        return List.of(name, MATCHERS + name);
    }
}
