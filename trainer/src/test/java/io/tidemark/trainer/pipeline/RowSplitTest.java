package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.Task;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.TrainingTable;
import java.util.Arrays;
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
        "BINARY, 20, 0.1, 2"
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

    private static int[] test(TrainingTable table, long seed) {
        return RowSplit.of(table, Task.REGRESSION, 0.2, seed).test();
    }
}
