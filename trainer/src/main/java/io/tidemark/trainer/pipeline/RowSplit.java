package io.tidemark.trainer.pipeline;

import io.tidemark.model.Task;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.TrainingTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Rows set aside before anything is fitted: each row is in exactly one part.
public final class RowSplit {
    private final int[] train;
    private final int[] test;

    private RowSplit(int[] train, int[] test) {
        this.train = train;
        this.test = test;
    }

    /// A seeded split; for classes stratified, so that both parts hold the same share of each.
    ///
    /// @param testShare share of the rows that are set aside, above 0 and below 1; at least one row and never all
    static RowSplit of(TrainingTable table, Task task, double testShare, long seed) {
        int rows = table.rows();
        if (rows < 2) {
            throw new DataException("Found " + rows + " usable rows, expected at least 2 to split.");
        }
        boolean[] isTest = new boolean[rows];
        SplittableRandom random = new SplittableRandom(seed);
        switch (task) {
            case REGRESSION -> mark(isTest, IntStream.range(0, rows).toArray(), testShare, random);
            case BINARY -> {
                for (int label = 0; label < 2; label++) {
                    int wanted = label;
                    mark(
                            isTest,
                            IntStream.range(0, rows)
                                    .filter(row -> (int) table.target(row) == wanted)
                                    .toArray(),
                            testShare,
                            random);
                }
            }
        }
        return new RowSplit(
                IntStream.range(0, rows).filter(row -> !isTest[row]).toArray(),
                IntStream.range(0, rows).filter(row -> isTest[row]).toArray());
    }

    private static void mark(boolean[] isTest, int[] rows, double share, SplittableRandom random) {
        shuffle(rows, random);
        int count = Math.clamp(Math.round(share * rows.length), Math.min(1, rows.length - 1), rows.length - 1);
        for (int i = 0; i < count; i++) {
            isTest[rows[i]] = true;
        }
    }

    /// Fisher-Yates.
    static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    /// Indices of the training rows, ascending.
    public int[] train() {
        return train.clone();
    }

    /// Indices of the test rows, ascending.
    public int[] test() {
        return test.clone();
    }

    /// True when a row was set aside.
    public boolean isTest(int row) {
        return Arrays.binarySearch(test, row) >= 0;
    }
}
