package io.tidemark.scoring.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What is measured of swaps, by model:
///
/// - `tidemark.swap.fetch`, `.verify`, `.warm.up`: making a version ready, on the loader's thread;
/// - `tidemark.swap.switch`: from ready until a partition answers under it, by the monotonic clock;
/// - `tidemark.swap.first.prediction`: from the timestamp of the timeline entry until a partition gives its first
///   prediction under it, by the clocks of two machines;
/// - `tidemark.swap.stall`: how long the one record that meets a new activation takes on the stream's thread, from its
///   checks until its prediction was handed to the producer.
///
/// Meters of a version are made before it answers, off the stream's thread, and those of versions that stopped serving
/// long ago are removed: thousands of swaps leave no thousands of meters.
public final class SwapMeters {
    /// Versions and roles whose meters stay, per model: enough for dashboards to see the last increments of those that
    /// served before.
    static final int REMEMBERED = 16;

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> servingVersions = new HashMap<>();
    private final Map<String, LinkedHashMap<Role, VersionMeters>> remembered = new HashMap<>();

    public SwapMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A version was made ready.
    void loaded(LoadedVersion made) {
        String model = made.model().name();
        record("fetch", model, Math.round(made.fetchMs() * 1e6));
        record("verify", model, Math.round(made.verifyMs() * 1e6));
        record("warm.up", model, Math.round(made.warmUpMs() * 1e6));
    }

    /// An activation is about to serve.
    void serving(ReadyActivation activation) {
        ServingModel champion = activation.champion();
        servingVersions
                .computeIfAbsent(champion.name(), name -> {
                    AtomicInteger value = new AtomicInteger();
                    registry.gauge("tidemark.serving.version", Tags.of("model", name), value);
                    return value;
                })
                .set(champion.version());
        LinkedHashMap<Role, VersionMeters> known =
                remembered.computeIfAbsent(champion.name(), name -> new LinkedHashMap<>());
        remember(known, champion, Routing.CHAMPION);
        activation.challengers().forEach(trial -> remember(known, trial.model(), Routing.CHALLENGER));
        int serving = 1 + activation.challengers().size();
        while (known.size() > Math.max(REMEMBERED, serving)) {
            known.pollFirstEntry().getValue().removeFrom(registry);
        }
    }

    private void remember(Map<Role, VersionMeters> known, ServingModel model, String variant) {
        Role role = new Role(model.version(), variant);
        known.remove(role);
        known.put(role, VersionMeters.of(registry, model, variant));
    }

    /// A partition that answered under another activation before gave its first prediction under this one.
    ///
    /// @param now the time, by the wall clock
    public void switched(ReadyActivation activation, Instant now) {
        activation.timing().ifPresent(timing -> {
            String model = activation.champion().name();
            record("switch", model, System.nanoTime() - timing.readyNs());
            Duration since = Duration.between(timing.asked(), now);
            record("first.prediction", model, Math.max(0, TimeUnit.NANOSECONDS.convert(since)));
        });
    }

    /// A record met a new activation.
    ///
    /// @param ns what it paid for that, nanoseconds
    public void stalled(String model, long ns) {
        record("stall", model, ns);
    }

    private void record(String what, String model, long ns) {
        Timer timer = registry.timer("tidemark.swap." + what, Tags.of("model", model));
        timer.record(ns, TimeUnit.NANOSECONDS);
    }

    private record Role(int version, String variant) {}
}
