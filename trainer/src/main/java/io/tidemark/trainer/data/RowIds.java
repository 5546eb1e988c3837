package io.tidemark.trainer.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Names of rows: what their id column says, else their lines, which become text only when somebody asks.
final class RowIds {
    private long[] lines;
    private String[] texts = {};

    RowIds(int capacity) {
        lines = new long[capacity];
    }

    /// Names as they are.
    static RowIds of(String[] texts) {
        RowIds ids = new RowIds(texts.length);
        ids.texts = texts;
        return ids;
    }

    int size() {
        return lines.length;
    }

    /// @param text the id; empty: the line is
    void set(int row, String text, long line) {
        lines[row] = line;
        if (!text.isEmpty() && texts.length < lines.length) {
            int before = texts.length;
            texts = Arrays.copyOf(texts, lines.length);
            Arrays.fill(texts, before, texts.length, "");
        }
        if (row < texts.length) {
            texts[row] = text;
        }
    }

    String get(int row) {
        return row < texts.length && !texts[row].isEmpty() ? texts[row] : Long.toString(lines[row]);
    }

    /// The names of some rows, in this order.
    RowIds select(int[] rows) {
        RowIds selected = new RowIds(rows.length);
        selected.lines = IntStream.of(rows).mapToLong(row -> lines[row]).toArray();
        if (texts.length > 0) {
            selected.texts = IntStream.of(rows)
                    .mapToObj(row -> row < texts.length ? texts[row] : "")
                    .toArray(String[]::new);
        }
        return selected;
    }

    void grow(int capacity) {
        lines = Arrays.copyOf(lines, capacity);
    }
}
