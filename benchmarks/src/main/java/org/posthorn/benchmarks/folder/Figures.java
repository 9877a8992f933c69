// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All figures, and the tables of them in Markdown. */
final class Figures {

    /** With less, the last percentile says nothing. */
    private static final int ENOUGH = 100;

    private final Map<Operation, Map<Integer, Samples>> samples = new EnumMap<>(Operation.class);
    private final Map<Integer, Long> heap = new TreeMap<>();

    Samples of(Operation operation, int size) {
        return bySize(operation).computeIfAbsent(size, any -> new Samples());
    }

    /** The figures of one operation by the size of the folder. */
    Map<Integer, Samples> bySize(Operation operation) {
        return samples.computeIfAbsent(operation, any -> new TreeMap<>());
    }

    void heap(int size, long bytes) {
        heap.put(size, bytes);
    }

    /** The sizes, ascending. */
    List<Integer> sizes() {
        return List.copyOf(bySize(Operation.DELIVER).keySet());
    }

    String tables() {
        int smallest = sizes().get(0);
        int largest = sizes().get(sizes().size() - 1);
        StringBuilder text = new StringBuilder();
        head(text, String.format(Locale.ROOT, " %,d to %,d |", smallest, largest));
        for (Operation operation : Operation.all(false)) {
            text.append("| ").append(operation.label());
            bySize(operation).values().forEach(figures -> text.append(" | ").append(cell(figures)));
            Samples small = of(operation, smallest);
            Samples large = of(operation, largest);
            text.append(String.format(
                    Locale.ROOT, " | %.2f; %.2f |%n", large.median() / small.median(), large.cpu() / small.cpu()));
        }
        text.append('\n');
        head(text, "");
        for (Operation operation : Operation.all(true)) {
            text.append("| ").append(operation.label());
            bySize(operation)
                    .forEach((size, figures) -> text.append(String.format(
                            Locale.ROOT,
                            " | %s (%.2f; %.2f)",
                            number(figures.median()),
                            figures.median() * 1000 / size,
                            figures.cpu() * 1000 / size)));
            text.append(" |\n");
        }
        text.append("| heap of the list of UIDs, kB");
        heap.values().forEach(bytes -> text.append(String.format(Locale.ROOT, " | %,d", bytes / 1000)));
        return text.append(" |\n").toString();
    }

    private void head(StringBuilder text, String last) {
        text.append("| |");
        sizes().forEach(size -> text.append(String.format(Locale.ROOT, " %,d |", size)));
        text.append(last)
                .append("\n|---|")
                .append("---|".repeat(sizes().size()))
                .append(last.isEmpty() ? "\n" : "---|\n");
    }

    private static String cell(Samples figures) {
        String last = figures.count() < ENOUGH ? "" : " / " + number(figures.quantile(0.99));
        return number(figures.median()) + last + "; " + number(figures.cpu());
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, millis >= 100 ? "%,.0f" : millis >= 10 ? "%.1f" : "%.2f", millis);
    }
}
