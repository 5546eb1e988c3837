package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void namesFindTheirMetrics() {
        for (Metric metric : Metric.values()) {
            assertThat(Metric.find(metric.key())).hasValue(metric);
        }
        assertThat(Metric.find("MAE")).isEmpty();
    }

    @Test
    void namesAreThoseOfTheTopics() {
        assertThat(Arrays.stream(Metric.values()).map(Metric::key))
                .startsWith(
                        "mae",
                        "rmse",
                        "r2",
                        "mape",
                        "smape",
                        "wmape",
                        "median_ape",
                        "within_5pct",
                        "within_10pct",
                        "within_15pct",
                        "bias",
                        "median_ae",
                        "accuracy",
                        "precision",
                        "recall",
                        "f1",
                        "auc",
                        "average_precision",
                        "log_loss",
                        "brier",
                        "ece")
                .doesNotHaveDuplicates();
    }

    @Test
    void directionTellsWhichValueIsBetter() {
        assertThat(Metric.AUC.direction().isBetter(0.8, 0.7)).isTrue();
        assertThat(Metric.MAE.direction().isBetter(0.8, 0.7)).isFalse();
        assertThat(Metric.BIAS.direction().isBetter(-0.1, 0.5)).isTrue();
        assertThat(Metric.BIAS.direction().isBetter(-0.5, 0.1)).isFalse();
        for (Metric metric : Metric.values()) {
            assertThat(metric.direction().isBetter(0.3, 0.3)).as(metric.key()).isFalse();
        }
    }
}
