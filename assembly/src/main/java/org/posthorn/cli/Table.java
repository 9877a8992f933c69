// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as their longest cell; whatever came from elsewhere is made harmless. */
final class Table {

    private static final int WIDEST = 60;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    void add(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            String text = Text.oneLine(cell);
            row.add(text.length() <= WIDEST ? text : text.substring(0, WIDEST - 3) + "...");
        }
        rows.add(row);
    }

    /** The headings and the rows; the last column is not filled up. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell);
            if (column < row.size() - 1) {
                line.append(" ".repeat(width(column) - cell.length())).append(GAP);
            }
        }
        return line.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
