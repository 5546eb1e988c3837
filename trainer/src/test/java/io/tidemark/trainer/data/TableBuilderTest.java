package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableBuilderTest {
    private static final Map<String, Object> GOOD = Map.of("a", 1.0, "c", "x");

    @Test
    void rowsAreEncodedAsTheScorerDoes() {
        TableBuilder builder = new TableBuilder(Toys.regression());
        builder.add("first", "line 2", Map.of("a", 3L, "b", 2.5, "c", "w", "d", true, "e", 4L), 10.0);
        builder.add("second", "line 3", Map.of("a", 1.0, "c", "never seen"), 20L);

        TrainingTable table = builder.build();

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.features().column(0)).containsExactly(3, 1);
        assertThat(table.features().column(2)).containsExactly(2, -1);
        assertThat(table.features().column(3)).containsExactly(1, Double.NaN);
        assertThat(table.target(1)).isEqualTo(20);
        assertThat(table.id(1)).isEqualTo("second");
        assertThat(table.targets(new int[] {1, 0})).containsExactly(20, 10);
    }

    @Test
    void tablesGrow() {
        TableBuilder builder = new TableBuilder(Toys.regression());
        for (int i = 0; i < 5_000; i++) {
            builder.add("r" + i, "line", Map.of("a", i / 100.0, "c", "x"), (double) (i % 1000));
        }

        TrainingTable table = builder.build();
        assertThat(table.rows()).isEqualTo(5_000);
        assertThat(table.features().column(0)[4_999]).isEqualTo(49.99);
        assertThat(table.target(4_999)).isEqualTo(999);
    }

    @Test
    void ofMoreRowsThanWantedAUniformSampleIsKeptInTheirOrder() {
        int found = 3_000;
        int[] chosen = new int[found];
        for (int seed = 0; seed < 200; seed++) {
            TrainingTable table = sampled(found, "data.max_rows=150", "split.seed=" + seed);

            assertThat(table.rows()).isEqualTo(150);
            assertThat(table.counts().usable()).isEqualTo(found);
            double last = -1;
            for (int row = 0; row < 150; row++) {
                double value = table.target(row) * 10;
                assertThat(value).isGreaterThan(last);
                last = value;
                int number = (int) Math.round(value);
                assertThat(table.id(row)).isEqualTo("r" + number);
                assertThat(table.features().column(0)[row]).isEqualTo(number / 100.0);
                chosen[number]++;
            }
        }
        // Each row is expected 10 times; the halves, 15,000 times each with a deviation of 84.
        int early = java.util.Arrays.stream(chosen, 0, found / 2).sum();
        assertThat(early).isBetween(15_000 - 500, 15_000 + 500);
        assertThat(java.util.Arrays.stream(chosen).max().orElseThrow()).isLessThan(30);
        assertThat(java.util.Arrays.stream(chosen).filter(count -> count == 0).count())
                .isLessThan(5);
    }

    @Test
    void theSampleIsAFunctionOfTheSeed() {
        assertThat(sampled(3_000, "data.max_rows=150").features().column(0))
                .isEqualTo(sampled(3_000, "data.max_rows=150").features().column(0))
                .isNotEqualTo(sampled(3_000, "data.max_rows=150", "split.seed=8")
                        .features()
                        .column(0));
        assertThat(sampled(3_000, "data.max_rows=3000").rows()).isEqualTo(3_000);
    }

    private static TrainingTable sampled(int found, String... overrides) {
        TableBuilder builder = new TableBuilder(Toys.regression(overrides));
        for (int i = 0; i < found; i++) {
            builder.add("r" + i, "line", Map.of("a", i / 100.0, "c", "x"), i / 10.0);
        }
        return builder.build();
    }

    @Test
    void aLineIsARowsNameWhereItHasNoId() {
        TableBuilder builder = new TableBuilder(Toys.regression());
        for (int line = 2; line < 2_000; line++) {
            builder.add(
                    new DataRow(
                            line,
                            java.util.Optional.of(line % 2 == 0 ? "" : "r" + line),
                            java.util.Optional.empty(),
                            java.util.OptionalLong.empty(),
                            new java.util.HashMap<>(GOOD),
                            null,
                            1.0),
                    "line " + line);
        }
        TrainingTable table = builder.build();

        assertThat(table.id(0)).isEqualTo("2");
        assertThat(table.id(1)).isEqualTo("r3");
        assertThat(table.id(1_996)).isEqualTo("1998");
        assertThat(table.id(1_997)).isEqualTo("r1999");
    }

    @Test
    void rowsWithoutLabelOrWithBadValuesAreCountedAndLeftOut() {
        TableBuilder builder = new TableBuilder(Toys.regression());
        for (int i = 0; i < 100; i++) {
            builder.add("r", "line " + i, GOOD, 1.0);
        }
        builder.add("no label", "line 101", GOOD, null);
        builder.add("bad", "line 102", Map.of("c", "x"), 1.0);
        builder.add("bad label", "line 103", GOOD, 1001.0);

        TrainingTable table = builder.build();

        assertThat(table.rows()).isEqualTo(100);
        assertThat(table.counts().read()).isEqualTo(103);
        assertThat(table.counts().withoutLabel()).isEqualTo(1);
        assertThat(table.counts().violating()).isEqualTo(2);
        assertThat(table.counts().firstViolation())
                .isEqualTo("line 102: Feature a: Found no value, expected one: the feature is required.");
    }

    @Test
    void tooManyBadRowsAreRefusedWithTheFirst() {
        TableBuilder builder = new TableBuilder(Toys.regression());
        for (int i = 0; i < 94; i++) {
            builder.add("r", "line", GOOD, 1.0);
        }
        for (int i = 0; i < 6; i++) {
            builder.add("r", "line " + (95 + i), Map.of("a", "text", "c", "x"), 1.0);
        }

        assertThatThrownBy(builder::build)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found 6 of 100 rows")
                .hasMessageContaining("First: line 95: Feature a: Found 'text'");
    }

    @Test
    void regressionLabelsAreNumbersInTheirRange() {
        ModelManifest manifest = Toys.regression();

        assertThat(label(manifest, 5L)).isEqualTo(5);
        for (Object bad : new Object[] {"5", true, Double.NaN, Double.POSITIVE_INFINITY, -0.5, 1000.5}) {
            assertThat(label(manifest, bad)).as("%s", bad).isNull();
        }
    }

    @Test
    void binaryLabelsAreOneOfTwoClassesHoweverTheyAreWritten() {
        ModelManifest numbers = Toys.binary("target.classes=[0, 1]");
        ModelManifest versions = Toys.binary("target.classes=[v1.0, v2.0]");
        ModelManifest flags = Toys.binary("target.classes=[false, true]");

        assertThat(label(numbers, 1L)).isEqualTo(1);
        assertThat(label(numbers, 1.0)).isEqualTo(1);
        assertThat(label(numbers, "0")).isEqualTo(0);
        assertThat(label(numbers, "0.0")).isEqualTo(0);
        assertThat(label(numbers, 2L)).isNull();
        assertThat(label(numbers, 0.5)).isNull();
        assertThat(label(versions, "v2.0")).isEqualTo(1);
        assertThat(label(flags, true)).isEqualTo(1);
    }

    /// The label as the table holds it; null when it was refused.
    private static @Nullable Double label(ModelManifest manifest, Object label) {
        TableBuilder builder = new TableBuilder(manifest);
        for (int i = 0; i < 40; i++) {
            builder.add("r", "line", GOOD, null);
        }
        builder.add("r", "line", GOOD, label);
        TrainingTable table = builder.build();
        return table.rows() == 0 ? null : table.target(0);
    }
}
