// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** The elements, attributes and properties: only those that somebody reads, each with a value that can be meant. */
final class ElementsCheck {

    private static final String ANYTHING = "*";

    private final Path directory;
    private final Map<String, String> environment;
    private final Problems problems;
    private final ValueCheck values;

    ElementsCheck(Path directory, Path home, Map<String, String> environment, Problems problems) {
        this.directory = directory;
        this.environment = environment;
        this.problems = problems;
        this.values = new ValueCheck(directory, home, problems);
    }

    void run() {
        ConfigurationFile.ALL.values().stream()
                .filter(file -> Files.isReadable(directory.resolve(file.name())))
                .filter(file -> !file.elements().isEmpty())
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(this::file);
    }

    private void file(ConfigurationFile file) {
        Path path = directory.resolve(file.name());
        if (file.isXml()) {
            XmlFile.read(path, problems).ifPresent(root -> new OneFile(file).element("", root));
        } else {
            new OneFile(file).properties(path);
        }
    }

    /** The walk through one file. */
    private final class OneFile {

        private final String name;
        private final Map<String, String> known;

        OneFile(ConfigurationFile file) {
            this.name = file.name();
            this.known = file.elements();
        }

        void element(String parent, Element element) {
            String path = join(parent, element.getTagName());
            if (!isKnown(parent, path, element.getTagName())) {
                return;
            }
            if (known.containsKey(join(path, ANYTHING))) {
                return;
            }
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Node attribute = attributes.item(i);
                String attributePath = join(path, "@" + attribute.getNodeName());
                if (isKnown(path, attributePath, "@" + attribute.getNodeName())) {
                    value(attributePath, attribute.getNodeValue());
                }
            }
            List<Element> children = XmlFile.children(element);
            children.forEach(child -> element(path, child));
            if (children.isEmpty()) {
                value(path, element.getTextContent());
            }
        }

        void properties(Path path) {
            try {
                for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                    int equals = line.indexOf('=');
                    if (equals > 0 && !line.startsWith("#")) {
                        String key = line.substring(0, equals).strip();
                        if (isKnown("", key, key)) {
                            value(key, line.substring(equals + 1));
                        }
                    }
                }
            } catch (IOException e) {
                problems.add(name, "file", "cannot be read: " + e);
            }
        }

        private void value(String path, String written) {
            values.check(
                    name,
                    path,
                    known.getOrDefault(path, ""),
                    Placeholders.resolve(written, environment).strip());
        }

        private boolean isKnown(String parent, String path, String written) {
            if (known.containsKey(path) || known.keySet().stream().anyMatch(other -> other.startsWith(path + "/"))) {
                return true;
            }
            problems.add(
                    name,
                    parent.isEmpty() ? "file" : parent,
                    "<" + written + "> is read by nobody" + guess(parent, written));
            return false;
        }

        private String guess(String parent, String written) {
            Set<String> siblings = known.keySet().stream()
                    .flatMap(path -> below(parent, path).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            return Suggestion.sentence(written, siblings);
        }
    }

    private static Optional<String> below(String parent, String path) {
        String prefix = parent.isEmpty() ? "" : parent + "/";
        if (!path.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = path.substring(prefix.length());
        int slash = rest.indexOf('/');
        return Optional.of(slash < 0 ? rest : rest.substring(0, slash));
    }

    private static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "/" + name;
    }
}
