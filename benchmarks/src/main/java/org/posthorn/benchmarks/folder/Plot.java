// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.folder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The medians over the size of the folder, both axes logarithmic, as SVG that is readable on light and on dark. */
final class Plot {

    private static final int WIDTH = 880;
    private static final int HEIGHT = 480;
    private static final int LEFT = 70;
    private static final int RIGHT = 600;
    private static final int TOP = 50;
    private static final int BOTTOM = 420;
    private static final int LINE = 19;
    private static final String[] COLOURS = {
        "#2f81f7", "#d1702f", "#2da44e", "#bf5af2", "#d9a514", "#8a8f98", "#e5534b", "#1b9aaa", "#9c7a54", "#e377c2"
    };
    private static final String HEAD =
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
            <title>Cost of the store's operations by the number of messages in a folder</title>
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328 }
            .paper { fill: #ffffff } .grid { stroke: #d0d7de } .axis { stroke: #656d76 }
            .line { fill: none; stroke-width: 2 }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .paper { fill: #0d1117 } .grid { stroke: #30363d } .axis { stroke: #8b949e } }
            </style>
            <rect class="paper" width="%1$d" height="%2$d"/>
            """;

    private final Figures figures;
    private final int lowest;
    private final int highest;

    Plot(Figures figures) {
        this.figures = figures;
        List<Double> medians = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            figures.bySize(operation).values().forEach(samples -> medians.add(samples.median()));
        }
        lowest = (int)
                Math.floor(Math.log10(medians.stream().min(Double::compare).orElse(1.0)));
        highest =
                (int) Math.ceil(Math.log10(medians.stream().max(Double::compare).orElse(10.0)));
    }

    String svg() {
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, HEAD, WIDTH, HEIGHT));
        svg.append(text(LEFT, TOP - 22, "start", "median, ms"));
        svg.append(text((LEFT + RIGHT) / 2, BOTTOM + 44, "middle", "messages in the folder"));
        for (int power = lowest; power <= highest; power++) {
            int y = y(Math.pow(10, power));
            svg.append(line("grid", LEFT, y, RIGHT, y));
            svg.append(text(LEFT - 8, y + 4, "end", label(Math.pow(10, power))));
        }
        for (int size : figures.sizes()) {
            svg.append(line("grid", x(size), TOP, x(size), BOTTOM));
            svg.append(text(x(size), BOTTOM + 20, "middle", String.format(Locale.ROOT, "%,d", size)));
        }
        svg.append(line("axis", LEFT, TOP, LEFT, BOTTOM)).append(line("axis", LEFT, BOTTOM, RIGHT, BOTTOM));
        int lastY = TOP - LINE;
        for (Operation operation : fromTheTop()) {
            lastY = Math.max(lastY + LINE, Math.min(endY(operation), BOTTOM));
            svg.append(series(operation, lastY));
        }
        return svg.append("</svg>\n").toString();
    }

    /** In the order in which their lines end, so that their names stand beside these. */
    private List<Operation> fromTheTop() {
        return List.of(Operation.values()).stream()
                .sorted(Comparator.comparingInt(this::endY))
                .toList();
    }

    private int endY(Operation operation) {
        int largest = figures.sizes().get(figures.sizes().size() - 1);
        return y(figures.of(operation, largest).median());
    }

    private String series(Operation operation, int labelY) {
        String colour = COLOURS[operation.ordinal() % COLOURS.length];
        StringBuilder points = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (Map.Entry<Integer, Samples> each : figures.bySize(operation).entrySet()) {
            int x = x(each.getKey());
            int y = y(each.getValue().median());
            points.append(x).append(',').append(y).append(' ');
            dots.append(
                    String.format(Locale.ROOT, "<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"%s\"/>%n", x, y, colour));
        }
        String dashes = operation.readsAll() ? " stroke-dasharray=\"6 4\"" : "";
        return String.format(
                        Locale.ROOT,
                        "<polyline class=\"line\" stroke=\"%s\"%s points=\"%s\"/>%n",
                        colour,
                        dashes,
                        points.toString().strip())
                + dots
                + String.format(
                        Locale.ROOT,
                        "<path class=\"line\" stroke=\"%s\" stroke-opacity=\"0.5\" style=\"stroke-width:1\""
                                + " d=\"M%d %dL%d %d\"/>%n",
                        colour,
                        RIGHT + 4,
                        endY(operation),
                        RIGHT + 22,
                        labelY)
                + sample(colour, dashes, labelY)
                + text(RIGHT + 48, labelY + 4, "start", operation.label());
    }

    private static String sample(String colour, String dashes, int y) {
        return String.format(
                Locale.ROOT,
                "<path class=\"line\" stroke=\"%s\"%s d=\"M%d %dH%d\"/>%n",
                colour,
                dashes,
                RIGHT + 22,
                y,
                RIGHT + 42);
    }

    private int x(int size) {
        double from = Math.log10(figures.sizes().get(0));
        double to = Math.log10(figures.sizes().get(figures.sizes().size() - 1));
        return (int) Math.round(LEFT + (Math.log10(size) - from) / Math.max(1, to - from) * (RIGHT - LEFT));
    }

    private int y(double millis) {
        return (int) Math.round(BOTTOM - (Math.log10(millis) - lowest) / (highest - lowest) * (BOTTOM - TOP));
    }

    private static String label(double millis) {
        return millis >= 1
                ? String.format(Locale.ROOT, "%,.0f", millis)
                : String.valueOf(Math.round(millis * 1000) / 1000.0);
    }

    private static String line(String kind, int x1, int y1, int x2, int y2) {
        return String.format(Locale.ROOT, "<path class=\"%s\" d=\"M%d %dL%d %d\"/>%n", kind, x1, y1, x2, y2);
    }

    private static String text(int x, int y, String anchor, String text) {
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }
}
