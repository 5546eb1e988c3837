package io.tidemark.feedback.topology;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.tidemark.feedback.join.LabelEnd;
import io.tidemark.feedback.quality.Series.Line;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/// The balances of the partitions that this process has, and live quality, as gauges.
final class FeedbackMeters {
    private static final String QUALITY = "tidemark.quality";

    private final MeterRegistry registry;
    private final Map<String, Set<Balances.OfModel>> models = new ConcurrentHashMap<>();
    private final Set<Balances.OfLabels> labels = ConcurrentHashMap.newKeySet();

    /// By line, then by window and metric.
    private final Map<String, Map<String, Double>> quality = new ConcurrentHashMap<>();

    FeedbackMeters(MeterRegistry registry) {
        this.registry = registry;
        for (LabelEnd end : LabelEnd.values()) {
            labelGauge(end.name().toLowerCase(Locale.ROOT), balance -> balance.ended(end));
        }
        labelGauge("pending", Balances.OfLabels::pending);
    }

    void add(String model, Balances.OfModel balance) {
        models.computeIfAbsent(model, this::register).add(balance);
    }

    void remove(String model, Balances.OfModel balance) {
        models.getOrDefault(model, Set.of()).remove(balance);
    }

    void add(Balances.OfLabels balance) {
        labels.add(balance);
    }

    void remove(Balances.OfLabels balance) {
        labels.remove(balance);
    }

    /// Shows a metric of a window.
    void quality(Line line, String window, String metric, double value) {
        Map<String, Double> ofLine = quality.computeIfAbsent(line.key(), key -> new ConcurrentHashMap<>());
        String key = window + "/" + metric;
        if (ofLine.put(key, value) == null) {
            Gauge.builder(QUALITY, () -> ofLine.get(key))
                    .description("Live quality over a rolling window, in the metric's unit.")
                    .tags("model", line.model(), "version", Integer.toString(line.version()))
                    .tags("variant", line.variant(), "window", window, "metric", metric)
                    .register(registry);
        }
    }

    /// A line is no longer shown.
    void forget(Line line) {
        quality.remove(line.key());
        Search.in(registry)
                .name(QUALITY)
                .tags("model", line.model(), "version", Integer.toString(line.version()), "variant", line.variant())
                .meters()
                .forEach(registry::remove);
    }

    private Set<Balances.OfModel> register(String model) {
        Set<Balances.OfModel> balances = ConcurrentHashMap.newKeySet();
        modelGauge("matched", model, balances, balance -> balance.matched.get());
        modelGauge("expired", model, balances, balance -> balance.expired.get());
        modelGauge("open", model, balances, Balances.OfModel::open);
        Gauge.builder("tidemark.joiner.corrections", () -> sum(balances, balance -> balance.corrected.get()))
                .description("Labels that were replaced by a higher revision.")
                .tags("model", model)
                .register(registry);
        Gauge.builder("tidemark.joiner.repeated", () -> sum(balances, balance -> balance.repeated.get()))
                .description("Further predictions of requests that had one already.")
                .tags("model", model)
                .register(registry);
        return balances;
    }

    private void modelGauge(
            String state, String model, Set<Balances.OfModel> balances, ToLongFunction<Balances.OfModel> count) {
        Gauge.builder("tidemark.joiner.predictions", () -> sum(balances, count))
                .description("Predictions by what has become of them: matched, expired or open.")
                .tags("model", model, "state", state)
                .register(registry);
    }

    private void labelGauge(String state, ToLongFunction<Balances.OfLabels> count) {
        Gauge.builder("tidemark.joiner.labels", () -> sum(labels, count))
                .description("Labels by how they ended; pending ones wait for their prediction.")
                .tags("state", state)
                .register(registry);
    }

    private static <T> long sum(Set<T> balances, ToLongFunction<T> count) {
        return balances.stream().mapToLong(count).sum();
    }
}
