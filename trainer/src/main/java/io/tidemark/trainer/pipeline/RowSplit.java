package io.tidemark.trainer.pipeline;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.SplitSpec;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.RowContent;
import io.tidemark.trainer.data.TrainingTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Rows set aside before anything is fitted: each row is in exactly one part.
public final class RowSplit {
    /// With a larger share of rows that equal an earlier one, equal rows are not kept together.
    private static final double MOST_TWINS = 0.5;

    private final int[] train;
    private final int[] test;
    private final int shared;

    private RowSplit(int[] train, int[] test, int shared) {
        this.train = train;
        this.test = test;
        this.shared = shared;
    }

    /// The split that the manifest asks for.
    ///
    /// @throws DataException when there are too few rows
    public static RowSplit of(TrainingTable table, Task task, SplitSpec spec) {
        return switch (spec.by()) {
            case RANDOM -> of(table, task, spec.test(), spec.seed());
            case TIME -> byTime(table, spec.test());
        };
    }

    /// A seeded split; for classes stratified, so that both parts hold the same share of each. Rows that are equal in
    /// all features and the label stay together, unless more than half of the rows have a twin: then they are different
    /// events of few-valued features, and keeping them apart would ask for rows of a kind that was never seen.
    ///
    /// @param testShare share of the rows that are set aside, above 0 and below 1; at least one row and never all
    static RowSplit of(TrainingTable table, Task task, double testShare, long seed) {
        int rows = requireTwo(table);
        long[] content = RowContent.hashes(table);
        Map<Long, int[]> twins = twins(content);
        boolean[] isTest = new boolean[rows];
        SplittableRandom random = new SplittableRandom(seed);
        switch (task) {
            case REGRESSION -> mark(isTest, IntStream.range(0, rows).toArray(), content, twins, testShare, random);
            case BINARY, MULTICLASS -> {
                int classes = 1
                        + (int) IntStream.range(0, rows)
                                .mapToDouble(table::target)
                                .max()
                                .orElse(0);
                for (int label = 0; label < classes; label++) {
                    int wanted = label;
                    mark(
                            isTest,
                            IntStream.range(0, rows)
                                    .filter(row -> (int) table.target(row) == wanted)
                                    .toArray(),
                            content,
                            twins,
                            testShare,
                            random);
                }
            }
        }
        return checked(isTest, content);
    }

    /// The latest rows are set aside; those of the moment at which the test begins all belong to it, or all to the
    /// training rows when none would be left to train on.
    private static RowSplit byTime(TrainingTable table, double testShare) {
        int rows = requireTwo(table);
        double[] sorted =
                IntStream.range(0, rows).mapToDouble(table::time).sorted().toArray();
        int count = Math.clamp(Math.round(testShare * rows), 1, rows - 1);
        double begins = sorted[rows - count];
        if (begins == sorted[0]) {
            begins = Arrays.stream(sorted)
                    .filter(time -> time > sorted[0])
                    .findFirst()
                    .orElseThrow(() -> new DataException("Found the time " + sorted[0]
                            + " in all rows of split.column, expected several to split by."));
        }
        boolean[] isTest = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            isTest[row] = table.time(row) >= begins;
        }
        return checked(isTest, RowContent.hashes(table));
    }

    private static int requireTwo(TrainingTable table) {
        if (table.rows() < 2) {
            throw new DataException("Found " + table.rows() + " usable rows, expected at least 2 to split.");
        }
        return table.rows();
    }

    /// Rows that are equal, by their content; empty when they are too many to be kept together.
    private static Map<Long, int[]> twins(long[] content) {
        long[] sorted = content.clone();
        Arrays.sort(sorted);
        Map<Long, int[]> twins = new HashMap<>();
        int equal = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                equal++;
                twins.put(sorted[i], new int[0]);
            }
        }
        if (equal > MOST_TWINS * content.length) {
            return Map.of();
        }
        for (int row = 0; row < content.length && !twins.isEmpty(); row++) {
            int one = row;
            twins.computeIfPresent(content[row], (key, group) -> {
                int[] longer = Arrays.copyOf(group, group.length + 1);
                longer[group.length] = one;
                return longer;
            });
        }
        return twins;
    }

    /// Sets rows of one class aside until there are enough, a group of equal rows at a time; never the last group.
    private static void mark(
            boolean[] isTest,
            int[] rows,
            long[] content,
            Map<Long, int[]> twins,
            double share,
            SplittableRandom random) {
        int[] firsts = IntStream.of(rows)
                .filter(row -> !twins.containsKey(content[row]) || twins.get(content[row])[0] == row)
                .toArray();
        shuffle(firsts, random);
        int wanted = Math.clamp(Math.round(share * rows.length), Math.min(1, rows.length - 1), rows.length - 1);
        int marked = 0;
        for (int i = 0; i < firsts.length - 1 && marked < wanted; i++) {
            for (int row : twins.getOrDefault(content[firsts[i]], new int[] {firsts[i]})) {
                isTest[row] = true;
                marked++;
            }
        }
    }

    /// Makes the parts, and looks whether they are what they are meant to be.
    private static RowSplit checked(boolean[] isTest, long[] content) {
        int rows = isTest.length;
        int[] train = IntStream.range(0, rows).filter(row -> !isTest[row]).toArray();
        int[] test = IntStream.range(0, rows).filter(row -> isTest[row]).toArray();
        if (train.length == 0 || test.length == 0) {
            throw new DataException("Found " + train.length + " training rows and " + test.length
                    + " test rows, expected some of each: all rows of a class are alike, or there are too few.");
        }
        long[] known =
                Arrays.stream(train).mapToLong(row -> content[row]).sorted().toArray();
        int shared = (int) Arrays.stream(test)
                .filter(row -> Arrays.binarySearch(known, content[row]) >= 0)
                .count();
        return new RowSplit(train, test, shared);
    }

    /// The values of some rows.
    static double[] pick(double[] values, int[] rows) {
        return IntStream.of(rows).mapToDouble(row -> values[row]).toArray();
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

    /// Test rows that equal a training row in all features and the label: 0, unless most rows have a twin, or the split
    /// is by time.
    public int shared() {
        return shared;
    }
}
