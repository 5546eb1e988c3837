package io.tidemark.drift.policy;

import io.tidemark.model.manifest.RetrainRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How the triggers that are on stand, in the order in which they name a request.
final class TriggerBoard {
    static final String DRIFT = "drift";
    private static final List<String> SEVERITIES = List.of("none", "low", "medium", "high");

    private final PolicyMemory memory;
    private final PolicyTerms terms;

    TriggerBoard(PolicyMemory memory, PolicyTerms terms) {
        this.memory = memory;
        this.terms = terms;
    }

    List<Trigger> triggers() {
        RetrainRules rules = terms.retrain().rules();
        List<Trigger> triggers = new ArrayList<>();
        if (terms.retrain().onDrift()) {
            triggers.add(drift(rules));
        }
        rules.performanceDropPct().ifPresent(limit -> triggers.add(performance(limit)));
        rules.maxAge().ifPresent(limit -> triggers.add(age(limit)));
        rules.newLabels().ifPresent(limit -> triggers.add(labels(limit)));
        return triggers;
    }

    private Trigger drift(RetrainRules rules) {
        int limit = rules.driftSeverity().level();
        String since = memory.driftSeverity == 0 ? "" : " since " + Instant.ofEpochMilli(memory.driftSinceMs);
        return new Trigger(
                DRIFT,
                memory.driftSeverity >= limit,
                "severity " + SEVERITIES.get(memory.driftSeverity) + since + ", threshold " + SEVERITIES.get(limit));
    }

    private Trigger performance(double limitPct) {
        Optional<Map.Entry<String, Double>> worst =
                memory.dropPct.entrySet().stream().max(Comparator.comparingDouble(Map.Entry::getValue));
        String found = worst.map(drop -> String.format(
                        Locale.ROOT,
                        "%s %.4g %% worse than at training time over %s",
                        terms.metric(),
                        drop.getValue(),
                        drop.getKey()))
                .orElse(terms.metric() + " not known yet");
        return new Trigger(
                "performance",
                worst.isPresent() && worst.get().getValue() >= limitPct,
                String.format(Locale.ROOT, "%s, threshold %.4g %%", found, limitPct));
    }

    private Trigger age(Duration limit) {
        long trainedMs = memory.trainedAtMs.getOrDefault(memory.version, memory.servingSinceMs);
        Duration age = Duration.ofMillis(Math.max(0, memory.nowMs - trainedMs));
        return new Trigger(
                "age",
                memory.version != PolicyMemory.NONE && age.compareTo(limit) >= 0,
                "version " + memory.version + " was trained " + Shown.duration(age) + " ago, threshold "
                        + Shown.duration(limit));
    }

    private Trigger labels(long limit) {
        return new Trigger(
                "labels",
                memory.newLabels >= limit,
                memory.newLabels + " labelled outcomes since the last training or request, threshold " + limit);
    }
}
