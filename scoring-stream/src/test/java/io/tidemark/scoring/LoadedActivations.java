package io.tidemark.scoring;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.scoring.serving.LoaderFacts;
import io.tidemark.scoring.serving.ModelLoader;
import io.tidemark.scoring.serving.ModelSources;
import io.tidemark.scoring.serving.PastTraffic;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/// Activations as the real loader makes them ready, on its own thread, without warm-up.
public final class LoadedActivations implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final ToyRegistry registry = new ToyRegistry();
    private final ModelLoader loader;

    public LoadedActivations(Path cacheDir, MeterRegistry meters) {
        LoadingConfig config = new LoadingConfig(
                1_000_000, new BundleVerifier(1e-6, 1e9), new WarmUp(0, Duration.ZERO), cacheDir, 1_000_000);
        loader = new ModelLoader(
                new ModelSources(registry, PastTraffic.NONE),
                config,
                new Silence(),
                new LoaderFacts("instance-1", Clock.systemUTC()),
                meters);
        loader.start();
    }

    /// The activation at a place of the timeline, with the toy's bundle under the place's number as version.
    public ReadyActivation next(ToyModel toy, int offset) {
        registry.add(toy);
        loader.accept(new TimelineEntry(
                offset,
                TimelineFacts.champion(
                        "activation-" + offset,
                        toy.name(),
                        offset,
                        toy.sha256(),
                        ActivationCause.PROMOTION,
                        "test",
                        "",
                        ToyRequest.TIME)));
        ReadyActivation ready = loader.models().await(toy.name(), offset, DEADLINE);
        return Objects.requireNonNull(ready, "nothing is ready");
    }

    @Override
    public void close() {
        loader.close();
    }

    private static final class Silence implements ModelLoader.Outbox {
        @Override
        public void write(TimelineEvent fact) {
            // Nobody listens.
        }

        @Override
        public void write(Alert alert) {
            // Nobody listens.
        }
    }
}
