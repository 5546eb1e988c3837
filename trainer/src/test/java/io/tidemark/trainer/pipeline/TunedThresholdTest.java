package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.Toys;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunedThresholdTest {
    @TempDir
    Path cache;

    /// Every possible threshold, tried the long way.
    @Test
    void noOtherThresholdHasABetterF1() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            int rows = random.nextInt(2, 40);
            double[] scores = random.doubles(rows)
                    .map(score -> Math.round(score * 20) / 20.0)
                    .toArray();
            double[] actual = random.ints(rows, 0, 2).asDoubleStream().toArray();
            double[] ones = new double[rows];
            Arrays.fill(ones, 1);

            TunedThreshold.Found found = TunedThreshold.best(scores, actual, ones);

            double best = Arrays.stream(scores)
                    .map(score -> f1(actual, scores, score))
                    .max()
                    .orElseThrow();
            assertThat(found.f1()).isCloseTo(best, within(1e-12));
            if (best > 0) {
                assertThat(f1(actual, scores, found.threshold())).isCloseTo(best, within(1e-12));
            }
        }
    }

    @Test
    void aRowCountsByItsWeight() {
        double[] scores = {0.9, 0.6, 0.4};
        double[] actual = {1, 0, 1};

        assertThat(TunedThreshold.best(scores, actual, new double[] {1, 1, 10}).threshold())
                .isLessThan(0.4);
        assertThat(TunedThreshold.best(scores, actual, new double[] {10, 10, 1}).threshold())
                .isBetween(0.6, 0.9);
    }

    @Test
    void withoutAPositiveRowTheUsualThresholdStays() {
        assertThat(TunedThreshold.best(new double[] {0.2, 0.3}, new double[] {0, 0}, new double[] {1, 1})
                        .threshold())
                .isEqualTo(0.5);
    }

    @Test
    void aVersionDecidesByItWhereTheManifestWantsIt() {
        TrainingResult usual = train("target.name=y");
        TrainingResult tuned = train("target.tune_threshold=true");

        assertThat(usual.bundle().descriptor().threshold()).contains(0.5);
        TunedThreshold found = tuned.tunedThreshold().orElseThrow();
        assertThat(usual.tunedThreshold().orElseThrow().threshold()).isEqualTo(found.threshold());
        assertThat(tuned.bundle().descriptor().threshold()).contains(found.threshold());
        assertThat(tuned.evaluation().report().value(Metric.F1))
                .isEqualTo(found.report().value(Metric.F1));
        assertThat(tuned.evaluation().report().value(Metric.AUC))
                .isEqualTo(usual.evaluation().report().value(Metric.AUC));
    }

    private TrainingResult train(String override) {
        var manifest = Toys.binary(override);
        return new TrainingPipeline(
                        new TrainingJob(
                                "run",
                                manifest,
                                Toys.data(manifest, cache),
                                Toys.rows(manifest, cache),
                                Optional.empty(),
                                Optional.empty(),
                                io.tidemark.trainer.step.Steps.unkept(),
                                2),
                        RunListener.NONE)
                .run();
    }

    private static double f1(double[] actual, double[] scores, double threshold) {
        return BinaryAccumulator.of(actual, scores, threshold)
                .report()
                .value(Metric.F1)
                .orElse(0);
    }
}
