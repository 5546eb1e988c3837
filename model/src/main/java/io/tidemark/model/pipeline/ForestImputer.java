package io.tidemark.model.pipeline;

import io.tidemark.model.kernel.ForestKernel;
import io.tidemark.model.kernel.Kernel;
import java.util.List;

/// A missing number is what a small forest predicts from the rest of its row, round after round while several are
/// missing (van Buuren and Groothuis-Oudshoorn 2011, with forests as Stekhoven and Buehlmann 2012). Immutable.
public final class ForestImputer {
    /// Most rounds.
    public static final int MAX_ROUNDS = 10;

    private final int rounds;
    private final int[] columns;
    private final ForestKernel[] forests;

    /// @param rounds rounds while more than one number is missing, 1 to [#MAX_ROUNDS]
    /// @param fills what fills which column, ascending by column
    /// @throws IllegalArgumentException when anything is out of order
    public ForestImputer(int rounds, List<Fill> fills) {
        require(rounds >= 1 && rounds <= MAX_ROUNDS, rounds + " rounds", "1 to " + MAX_ROUNDS);
        require(!fills.isEmpty(), "no forests", "at least one");
        this.rounds = rounds;
        this.columns = fills.stream().mapToInt(Fill::column).toArray();
        this.forests = fills.stream().map(Fill::forest).toArray(ForestKernel[]::new);
        for (int i = 0; i < columns.length; i++) {
            require(
                    columns[i] >= 0 && (i == 0 || columns[i - 1] < columns[i]),
                    "columns out of order",
                    "ascending ones");
        }
    }

    /// A column and the forest that fills it.
    ///
    /// @param forest over the whole row; it never looks at the column itself
    public record Fill(int column, ForestKernel forest) {}

    int rounds() {
        return rounds;
    }

    List<Fill> fills() {
        return java.util.stream.IntStream.range(0, columns.length)
                .mapToObj(i -> new Fill(columns[i], forests[i]))
                .toList();
    }

    int scratchLength() {
        int longest = 0;
        for (Kernel forest : forests) {
            longest = Math.max(longest, forest.scratchLength());
        }
        return longest;
    }

    void requireWidth(int rawWidth) {
        for (int i = 0; i < columns.length; i++) {
            require(columns[i] < rawWidth, "column " + columns[i], "0 to " + (rawWidth - 1));
            require(
                    forests[i].inputs() == rawWidth,
                    "a forest over " + forests[i].inputs() + " columns",
                    "" + rawWidth);
        }
    }

    void fill(double[] raw, PipelineScratch scratch) {
        int missing = 0;
        for (int column : columns) {
            missing += Double.isNaN(raw[column]) ? 1 : 0;
        }
        if (missing == 0) {
            return;
        }
        for (int c = 0; c < scratch.row.length; c++) {
            scratch.row[c] = (float) scratch.filled[c];
        }
        int needed = missing == 1 ? 1 : rounds;
        for (int round = 0; round < needed; round++) {
            for (int i = 0; i < columns.length; i++) {
                if (Double.isNaN(raw[columns[i]])) {
                    double value = forests[i].margin(scratch.row, scratch.keys);
                    scratch.filled[columns[i]] = value;
                    scratch.row[columns[i]] = (float) value;
                }
            }
        }
    }

    private static void require(boolean holds, String found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "The imputation is damaged: found " + found + ", expected " + expected + ".");
        }
    }
}
