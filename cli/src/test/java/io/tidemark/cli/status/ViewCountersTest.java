package io.tidemark.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.cli.status.Status.ViewUse;
import org.junit.jupiter.api.Test;

class ViewCountersTest {
    @Test
    void outcomesOfEachViewAreFoundInWhatThePrometheusRegistryWrites() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        count(meters, "homes", "size", "hit", 6);
        count(meters, "homes", "size", "stale", 1);
        count(meters, "homes", "size", "miss", 2);
        count(meters, "homes", "size", "misplaced", 3);
        count(meters, "homes", "size", "given", 50);
        count(meters, "credit", "wealth", "given", 4_000_000_000L);
        meters.counter("tidemark.view.updates").increment(9);

        assertThat(ViewCounters.read(meters.scrape()))
                .containsExactly(
                        new ViewUse("credit", "wealth", 0, 0, 0, 0, 4_000_000_000L),
                        new ViewUse("homes", "size", 6, 1, 2, 3, 50));
    }

    @Test
    void theRateIsOfWhatWasLookedFor() {
        assertThat(new ViewUse("homes", "size", 6, 1, 2, 3, 50).hitRate()).isEqualTo(0.5);
        assertThat(new ViewUse("homes", "size", 0, 0, 0, 0, 50).hitRate()).isNaN();
    }

    @Test
    void servicesWithoutViewsTellNothing() {
        assertThat(ViewCounters.read("# HELP something\njvm_threads 3.0\n")).isEmpty();
    }

    private static void count(PrometheusMeterRegistry meters, String model, String view, String outcome, long count) {
        meters.counter("tidemark.view.values", "model", model, "view", view, "outcome", outcome)
                .increment((double) count);
    }
}
