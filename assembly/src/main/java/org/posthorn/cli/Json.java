// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** The server's answers, which are JSON objects, each on a line. */
final class Json {

    static final String OPTION = "--json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {}

    /** Takes the option away from the words, if it is there. */
    static List<String> without(List<String> words) {
        return words.stream().filter(word -> !word.equals(OPTION)).toList();
    }

    static boolean isWanted(List<String> words) {
        return words.contains(OPTION);
    }

    /** The objects as the lines of one array. */
    static List<String> array(String... objects) {
        List<String> lines = new ArrayList<>();
        lines.add("[");
        for (int i = 0; i < objects.length; i++) {
            lines.add("  " + objects[i] + (i < objects.length - 1 ? "," : ""));
        }
        lines.add("]");
        return lines;
    }

    static JsonNode read(String object) {
        try {
            return JSON.readTree(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the server answers with something else than JSON");
        }
    }
}
