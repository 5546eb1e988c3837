package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.Task;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.SplitSpec;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.TrainingTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowSplitTest {
    @ParameterizedTest
    @CsvSource({
        "REGRESSION, 1000, 0.2, 200",
        "REGRESSION, 10, 0.25, 3",
        "REGRESSION, 2, 0.01, 1",
        "REGRESSION, 2, 0.99, 1",
        "BINARY, 1000, 0.2, 200",
        "BINARY, 20, 0.1, 2",
        "MULTICLASS, 1000, 0.2, 200"
    })
    void everyRowIsInExactlyOnePart(Task task, int rows, double share, int expectedTest) {
        RowSplit split = RowSplit.of(Tables.of(rows, "r", i -> i % 2), task, share, 7);

        int[] both = IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test()))
                .sorted()
                .toArray();
        assertThat(both).containsExactly(IntStream.range(0, rows).toArray());
        assertThat(split.test()).hasSize(expectedTest).isSorted();
        assertThat(split.train()).isSorted();
        assertThat(IntStream.range(0, rows).filter(split::isTest).toArray()).containsExactly(split.test());
    }

    @Test
    void theSeedDecides() {
        TrainingTable table = Tables.of(200, "r", i -> i);

        assertThat(test(table, 1)).containsExactly(test(table, 1));
        assertThat(test(table, 2)).isNotEqualTo(test(table, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void classesHaveTheSameShareInBothParts(long seed) {
        TrainingTable table = Tables.of(1_000, "r", i -> i < 100 ? 1 : 0);

        RowSplit split = RowSplit.of(table, Task.BINARY, 0.2, seed);

        assertThat(Arrays.stream(table.targets(split.test())).sum()).isEqualTo(20);
        assertThat(Arrays.stream(table.targets(split.train())).sum()).isEqualTo(80);
    }

    @Test
    void eachOfSeveralClassesHasTheSameShareInBothParts() {
        TrainingTable table = Tables.of(1_000, "r", i -> i < 50 ? 2 : i < 300 ? 1 : 0);

        RowSplit split = RowSplit.of(table, Task.MULTICLASS, 0.2, 3);

        for (int code = 0; code < 3; code++) {
            int wanted = code;
            assertThat(Arrays.stream(table.targets(split.test()))
                            .filter(label -> (int) label == wanted)
                            .count())
                    .isEqualTo(List.of(140L, 50L, 10L).get(code));
        }
    }

    @Test
    void testRowsAreDrawnFromEverywhere() {
        int[] test = test(Tables.of(10_000, "r", i -> i), 5);

        assertThat(Arrays.stream(test).filter(row -> row < 5_000).count()).isBetween(900L, 1_100L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void tooFewRowsAreRefused(int rows) {
        assertThatThrownBy(() -> RowSplit.of(Tables.of(rows, "r", i -> i), Task.REGRESSION, 0.2, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found " + rows + " usable rows");
    }

    @Test
    void equalRowsStayOnOneSide() {
        for (long seed = 0; seed < 20; seed++) {
            RowSplit split = RowSplit.of(twins(1_000, 800), Task.REGRESSION, 0.2, seed);

            for (int row = 800; row < 1_000; row++) {
                assertThat(split.isTest(row)).isEqualTo(split.isTest(row - 800));
            }
            assertThat(split.shared()).isZero();
            assertThat(split.test()).hasSizeBetween(200, 202);
        }
    }

    @Test
    void whereMostRowsHaveATwinEqualRowsAreDifferentEvents() {
        RowSplit split = RowSplit.of(twins(1_000, 4), Task.REGRESSION, 0.2, 3);

        assertThat(split.test()).hasSize(200);
        assertThat(split.shared()).isEqualTo(200);
    }

    @Test
    void withoutEqualRowsThereIsNothingShared() {
        assertThat(RowSplit.of(Tables.of(500, "r", i -> i), Task.REGRESSION, 0.2, 1)
                        .shared())
                .isZero();
    }

    @Test
    void byTimeTheLatestRowsAreSetAside() {
        TrainingTable table = timed(1_000, i -> (i * 7_919) % 1_000);

        RowSplit split = RowSplit.of(table, Task.REGRESSION, byTime(0.2));

        assertThat(split.test()).hasSize(200);
        assertThat(Arrays.stream(split.test()).mapToDouble(table::time).min().orElseThrow())
                .isGreaterThan(Arrays.stream(split.train())
                        .mapToDouble(table::time)
                        .max()
                        .orElseThrow());
    }

    @Test
    void rowsOfOneMomentStayOnOneSide() {
        RowSplit split = RowSplit.of(timed(1_000, i -> Math.floorDiv(i, 300)), Task.REGRESSION, byTime(0.2));

        assertThat(split.test()).containsExactly(IntStream.range(600, 1_000).toArray());
        assertThat(RowSplit.of(timed(1_000, i -> i < 10 ? 0 : 1), Task.REGRESSION, byTime(0.2))
                        .train())
                .containsExactly(IntStream.range(0, 10).toArray());
    }

    @Test
    void oneMomentCannotBeSplit() {
        assertThatThrownBy(() -> RowSplit.of(timed(100, i -> 5), Task.REGRESSION, byTime(0.2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the time 5.0 in all rows");
    }

    private static SplitSpec byTime(double share) {
        return new SplitSpec(share, 1, SplitSpec.By.TIME, Optional.of("at"));
    }

    /// Rows of which those from `distinct` on equal earlier ones.
    private static TrainingTable twins(int rows, int distinct) {
        double[] feature =
                IntStream.range(0, rows).mapToDouble(i -> i % distinct).toArray();
        return table(feature, new double[rows], new double[rows]);
    }

    private static TrainingTable timed(int rows, IntToDoubleFunction time) {
        double[] feature = IntStream.range(0, rows).mapToDouble(i -> i).toArray();
        return table(
                feature,
                new double[rows],
                IntStream.range(0, rows).mapToDouble(time).toArray());
    }

    private static TrainingTable table(double[] feature, double[] target, double[] times) {
        String[] ids = new String[feature.length];
        Arrays.setAll(ids, Integer::toString);
        return new TrainingTable(
                new RawTable(new double[][] {feature}, feature.length),
                target,
                times,
                ids,
                new TrainingTable.Counts(feature.length, 0, 0, "", List.of()));
    }

    private static int[] test(TrainingTable table, long seed) {
        return RowSplit.of(table, Task.REGRESSION, 0.2, seed).test();
    }
}
