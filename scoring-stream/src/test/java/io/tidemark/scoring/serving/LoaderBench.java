package io.tidemark.scoring.serving;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRegistry;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A loader that works when told, on a clock that stands, with a registry in memory.
final class LoaderBench implements AutoCloseable {
    static final int MAX_BUNDLE_BYTES = 100_000;

    final ToyRegistry registry = new ToyRegistry();
    final TestOutbox outbox = new TestOutbox();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicLong clockNs = new AtomicLong(-1_000);
    final ServingBoard board = new ServingBoard(clockNs::get);
    final ModelLoader loader;
    /// What was answered before.
    PastTraffic.Answers past = PastTraffic.Answers.NONE;

    private long offset;

    /// @param cacheDir where bundles are kept that were verified
    LoaderBench(Path cacheDir) {
        LoadingConfig config = new LoadingConfig(
                MAX_BUNDLE_BYTES,
                // The largest median time is generous: a shared machine must not refuse a toy.
                new BundleVerifier(1e-6, 1e9),
                new WarmUp(50, Duration.ofMinutes(1)),
                cacheDir,
                1_000_000);
        LoaderFacts facts = new LoaderFacts("instance-1", Clock.fixed(ToyRequest.TIME, ZoneOffset.UTC));
        loader = new ModelLoader(new ModelSources(registry, model -> past), config, outbox, facts, meters, board);
    }

    /// Makes a version the champion, by a fact on the timeline.
    ///
    /// @return id of the activation
    String activate(ToyModel toy) {
        return activate(toy.name(), toy.version(), toy.sha256(), List.of());
    }

    String activate(ToyModel champion, ToyModel challenger, int shareBp) {
        return activate(
                champion.name(),
                champion.version(),
                champion.sha256(),
                List.of(new Challenger(challenger.version(), challenger.sha256(), shareBp, "spring")));
    }

    String activate(String model, int version, String sha256, List<Challenger> challengers) {
        String id = "activation-" + offset;
        TimelineEvent event = TimelineEvent.newBuilder()
                .setEventId(id)
                .setModel(model)
                .setTime(ToyRequest.TIME)
                .setActor("test")
                .setFact(Activated.newBuilder()
                        .setCause(ActivationCause.PROMOTION)
                        .setChampion(new VersionRef(version, sha256))
                        .setChallengers(challengers)
                        .setShadows(List.of())
                        .build())
                .build();
        loader.accept(new TimelineEntry(offset++, event));
        return id;
    }

    /// Tells of a fact on the timeline that an instance wrote.
    void tell(TimelineEvent fact) {
        loader.accept(new TimelineEntry(offset++, fact));
    }

    /// Lets the loader make its next attempt.
    void load() throws InterruptedException {
        loader.makeNext();
    }

    /// Registers and activates a version, and lets the loader load it.
    String serve(ToyModel toy) throws InterruptedException {
        registry.add(toy);
        String id = activate(toy);
        load();
        return id;
    }

    /// Lets time pass until the next attempt is due.
    void pass(Duration duration) {
        clockNs.addAndGet(TimeUnit.NANOSECONDS.convert(duration));
    }

    ReadyActivation ready() {
        return Objects.requireNonNull(board.newest(ToyModel.NAME), "nothing is ready");
    }

    int servingVersion() {
        return ready().champion().version();
    }

    Prospect prospect() {
        return board.prospect(ToyModel.NAME);
    }

    @Override
    public void close() {
        loader.close();
    }
}
