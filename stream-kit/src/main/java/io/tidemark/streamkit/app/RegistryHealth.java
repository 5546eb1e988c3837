package io.tidemark.streamkit.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registries;
import io.tidemark.registry.cascade.CascadingRegistry;
import io.tidemark.registry.cascade.SourceCounts;
import io.tidemark.registry.guard.DependencyHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// How the model registry is: in health, and as metrics. It never counts as down there: who has a model goes on without
/// the registry, and a restart would not mend it.
final class RegistryHealth implements HealthIndicator {
    private final ModelRegistry registry;

    RegistryHealth(ModelRegistry registry, MeterRegistry meters) {
        this.registry = registry;
        Registries.health(registry).forEach(dependency -> bind(dependency.name(), meters));
        if (registry instanceof CascadingRegistry cascade) {
            cascade.counts().forEach(source -> bind(cascade, source.source(), meters));
        }
    }

    private void bind(String dependency, MeterRegistry meters) {
        counter("tidemark.registry.calls", dependency, DependencyHealth::calls, "Tries", meters);
        counter("tidemark.registry.failures", dependency, DependencyHealth::failures, "Tries that failed", meters);
        counter(
                "tidemark.registry.left.alone",
                dependency,
                DependencyHealth::leftAlone,
                "Calls that were not made because it kept failing",
                meters);
        Gauge.builder(
                        "tidemark.registry.state",
                        this,
                        health -> health.of(dependency).state().level())
                .description("0 healthy, 1 degraded, 2 down")
                .tag("dependency", dependency)
                .register(meters);
    }

    private void counter(
            String name, String dependency, ToLongFunction<DependencyHealth> count, String text, MeterRegistry meters) {
        FunctionCounter.builder(name, this, health -> count.applyAsLong(health.of(dependency)))
                .description(text)
                .tag("dependency", dependency)
                .register(meters);
    }

    private static void bind(CascadingRegistry cascade, String source, MeterRegistry meters) {
        Map<String, ToLongFunction<SourceCounts>> results = Map.of(
                "served", SourceCounts::served, "failed", SourceCounts::failed, "altered", SourceCounts::altered);
        results.forEach((result, count) -> FunctionCounter.builder(
                        "tidemark.registry.bundles", cascade, counted -> count.applyAsLong(of(counted, source)))
                .description("Bundles by where they were looked for and what came of it")
                .tag("source", source)
                .tag("result", result)
                .register(meters));
    }

    private static SourceCounts of(CascadingRegistry cascade, String source) {
        return cascade.counts().stream()
                .filter(counts -> counts.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private DependencyHealth of(String dependency) {
        return Registries.health(registry).stream()
                .filter(health -> health.name().equals(dependency))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        List<DependencyHealth> dependencies = Registries.health(registry);
        dependencies.forEach(dependency -> {
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("state", dependency.state().word());
            detail.put("calls", dependency.calls());
            detail.put("failures", dependency.failures());
            if (!dependency.problem().isEmpty()) {
                detail.put("problem", dependency.problem());
            }
            health.withDetail(dependency.name(), detail);
        });
        DependencyHealth.State worst = dependencies.stream()
                .map(DependencyHealth::state)
                .max(DependencyHealth.State::compareTo)
                .orElse(DependencyHealth.State.HEALTHY);
        health.withDetail("state", worst.word());
        if (registry instanceof CascadingRegistry cascade) {
            health.withDetail("bundles", cascade.counts());
        }
        return health.build();
    }
}
