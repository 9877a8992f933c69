// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file that the configuration's directory may hold, and what may stand in it. Each file's elements are listed beside
 * this class in {@code <file>.elements}: one path per line, a word for the value's kind behind it.
 *
 * @param name the file's name
 * @param needed whether the server cannot start without it
 */
record ConfigurationFile(String name, boolean needed) {

    /** Every file there may be, by name. */
    static final Map<String, ConfigurationFile> ALL = all();

    private static Map<String, ConfigurationFile> all() {
        Map<String, ConfigurationFile> files = new TreeMap<>();
        for (String needed : new String[] {
            "smtpserver.xml",
            "imapserver.xml",
            "pop3server.xml",
            "mailetcontainer.xml",
            "webadmin.properties",
            "jmx.properties",
            "healthcheck.properties",
            "logback.xml"
        }) {
            files.put(needed, new ConfigurationFile(needed, true));
        }
        files.put("README.md", new ConfigurationFile("README.md", false));
        return Map.copyOf(files);
    }

    boolean isXml() {
        return name.endsWith(".xml");
    }

    /** The paths of its elements, each with the kind of its value; empty when the file is not ours to judge. */
    Map<String, String> elements() {
        try (InputStream list = ConfigurationFile.class.getResourceAsStream(name + ".elements")) {
            if (list == null) {
                return Map.of();
            }
            Map<String, String> elements = new TreeMap<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
            lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split("\\s+", 2);
                        elements.put(parts[0], parts.length > 1 ? parts[1] : "");
                    });
            return elements;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
