package io.tidemark.cli.terminal;

import io.tidemark.cli.terminal.Terminal.Paint;
import java.util.List;

/// Aligned columns: the first one to the left, the others to the right.
public final class Table {
    private Table() {}

    /// Prints a table.
    public static void print(Terminal terminal, List<String> columns, List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = columns.get(c).length();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        terminal.line(terminal.paint(Paint.STRONG, line(columns, widths)));
        rows.forEach(row -> terminal.line(line(row, widths)));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - cells.get(c).length());
            line.append(' ')
                    .append(c == 0 ? cells.get(c) + padding : padding + cells.get(c))
                    .append(' ');
        }
        return line.toString();
    }
}
