package io.tidemark.scoring.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.Activated;
import io.tidemark.event.Alert;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.bundle.FeatureSignature;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.serving.ServingBoard.Attempt;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes activations ready, one at a time, on a thread of its own; only the newest activation of a model counts.
///
/// A version that is found bad is refused once, with a fact and an alert, and what served before goes on; when
/// nothing served before, as after a restart, the newest earlier activation that can be made ready serves. A
/// registry that does not answer is asked again until it does or a newer activation comes.
public final class ModelLoader implements AutoCloseable {
    private static final int QUIET_ATTEMPTS = 3;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    /// Shapes of rows that are remembered, of all models together.
    private static final int REMEMBERED_SHAPES = 64;

    private final VersionLoader versions;
    private final Outbox outbox;
    private final LoaderFacts facts;
    private final SwapMeters swaps;
    private final ServingBoard board;
    private final Refusals refusals;
    private final Thread thread;

    /// By model and shape of its rows: rows of other features say nothing about a version. Touched by the loader's
    /// thread only.
    private final Map<String, RecentRows> recentRows = new LinkedHashMap<>();

    private volatile boolean stopped;

    public ModelLoader(
            ModelSources sources, LoadingConfig config, Outbox outbox, LoaderFacts facts, MeterRegistry meters) {
        this(sources, config, outbox, facts, meters, new ServingBoard(System::nanoTime));
    }

    ModelLoader(
            ModelSources sources,
            LoadingConfig config,
            Outbox outbox,
            LoaderFacts facts,
            MeterRegistry meters,
            ServingBoard board) {
        this.board = board;
        this.refusals = new Refusals(outbox, facts, meters);
        this.versions = new VersionLoader(
                new BundleSource(
                        sources.registry(),
                        new BundleCache(config.cacheDir(), config.cacheBytes()),
                        config.maxBundleBytes()),
                config,
                sources.past());
        this.outbox = outbox;
        this.facts = facts;
        this.swaps = new SwapMeters(meters);
        this.thread = Thread.ofPlatform().name("model-loader").daemon().unstarted(this::run);
    }

    /// Takes a fact from the timeline; returns at once.
    public void accept(TimelineEntry entry) {
        refusals.accept(entry);
        if (entry.event().getFact() instanceof Activated fact) {
            board.want(WantedActivation.of(entry, fact));
        }
    }

    /// Wants nothing of a model any more. What is being loaded at this moment may still become ready.
    public void withdraw(String model) {
        board.withdraw(model);
    }

    /// Begins to load. Called once the timeline was read to its end, so that history is not loaded on the way.
    public void start() {
        thread.start();
    }

    /// What the stream asks about models.
    public ServingModels models() {
        return board;
    }

    /// Whether a version of any model is ready, or none is wanted: what an instance needs to be sent requests.
    public boolean hasModel() {
        return board.hasModel();
    }

    /// Waits until each model is ready or refused.
    ///
    /// @return false when the time ran out
    public boolean awaitSettled(Duration timeout) {
        return board.awaitSettled(timeout);
    }

    /// Stops loading; also when it was never started.
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                makeNext();
            } catch (InterruptedException e) {
                LOG.debug("The model loader was interrupted.", e);
            }
        }
    }

    /// Makes the attempt that is due first; waits for one.
    void makeNext() throws InterruptedException {
        make(board.take());
    }

    private void make(Attempt attempt) {
        WantedActivation activation = attempt.activation();
        try {
            publishOrRefuse(attempt);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            LOG.error("Loading {} failed unexpectedly; trying again.", activation.eventId(), e);
            board.retryLater(attempt, false);
        }
    }

    private void publishOrRefuse(Attempt attempt) {
        try {
            serve(attempt.activation(), true);
        } catch (VersionFault e) {
            failed(attempt, e.version, e.fault);
        }
    }

    /// Serves the newest activation before the one that failed, when nothing serves yet. Those that were refused come
    /// last: nothing is held against the traffic here.
    private void fallBack(WantedActivation failed) {
        List<WantedActivation> candidates = board.before(failed).stream()
                .sorted(Comparator.comparing(earlier -> refusals.isRefused(earlier.model(), earlier.offset())))
                .toList();
        for (WantedActivation earlier : candidates) {
            try {
                serve(earlier, false);
                LOG.warn("{} falls back to activation {}.", failed.model(), earlier.eventId());
                return;
            } catch (VersionFault e) {
                LOG.warn("{} cannot fall back to version {}: {}", failed.model(), e.version.version(), e.getMessage());
            }
        }
    }

    /// Serves first: what is said about it may take a while. That refusals are over is said before it is acknowledged,
    /// so that a start after a crash in between says it again.
    ///
    /// @param judge whether its versions are held against the traffic
    private void serve(WantedActivation activation, boolean judge) throws VersionFault {
        Map<WantedVersion, ServingModel> ready = new HashMap<>();
        List<LoadedVersion> loaded = new ArrayList<>();
        for (WantedVersion version : activation.versions()) {
            LoadedVersion made = load(version, judge);
            loaded.add(made);
            ready.put(version, made.model());
        }
        if (judge && board.isOvertaken(activation)) {
            LOG.info("{} was overtaken while it was made ready; it does not serve.", activation.eventId());
            return;
        }
        publish(activation.ready(ready));
        loaded.forEach(made -> outbox.write(facts.acknowledged(activation.eventId(), made)));
    }

    /// A version that serves already is taken over as it is: nothing is fetched twice.
    private LoadedVersion load(WantedVersion version, boolean judge) throws VersionFault {
        Optional<ServingModel> serving = serving(version);
        if (serving.isPresent()) {
            return new LoadedVersion(serving.get(), 0, 0, 0);
        }
        try {
            LoadedVersion made = versions.load(
                    version,
                    features -> recentRows(version.model(), features),
                    new VersionLoader.Incumbents(
                            judge,
                            Optional.ofNullable(board.newest(version.model())).map(ReadyActivation::champion),
                            board.bundles()));
            swaps.loaded(made);
            return made;
        } catch (LoadException fault) {
            throw new VersionFault(version, fault);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError fault) {
            // A bundle too large or too deep for this process must not end the thread that loads the next one.
            LOG.error("Loading {} failed unexpectedly.", version, fault);
            throw new VersionFault(version, new LoadException("unexpected", true, fault));
        }
    }

    private RecentRows recentRows(String model, List<FeatureSpec> features) {
        String shape = model + " " + FeatureSignature.of(features, List.of());
        RecentRows rows = recentRows.remove(shape);
        RecentRows known = rows == null ? new RecentRows() : rows;
        recentRows.put(shape, known);
        if (recentRows.size() > REMEMBERED_SHAPES) {
            recentRows.remove(recentRows.keySet().iterator().next());
        }
        return known;
    }

    private void publish(ReadyActivation activation) {
        swaps.serving(activation);
        board.ready(activation);
        ServingModel champion = activation.champion();
        LOG.info("{} version {} is ready under {}.", champion.name(), champion.version(), activation.eventId());
        refusals.served(activation);
    }

    private void failed(Attempt attempt, WantedVersion version, LoadException fault) {
        boolean forGood = !fault.worthRetrying();
        boolean report = forGood || attempt.tries() + 1 == QUIET_ATTEMPTS;
        if (report) {
            refusals.refuse(attempt.activation(), version, fault);
        }
        // Before the board says that there is no hope: requests wait for what serves instead.
        if (board.newest(version.model()) == null) {
            fallBack(attempt.activation());
        }
        if (forGood) {
            board.refuse(attempt);
        } else {
            board.retryLater(attempt, report);
        }
    }

    private Optional<ServingModel> serving(WantedVersion version) {
        ReadyActivation now = board.newest(version.model());
        if (now == null) {
            return Optional.empty();
        }
        return now.models()
                .filter(model -> model.sha256().equals(version.sha256()))
                .map(model -> model.version() == version.version() ? model : model.as(version.version()))
                .findFirst();
    }

    /// Where facts and alerts go. Delivery is retried behind it; the call itself may wait for the schema registry.
    public interface Outbox {
        /// Writes a fact to the timeline.
        void write(TimelineEvent fact);

        /// Writes an alert.
        void write(Alert alert);
    }

    private static final class VersionFault extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient WantedVersion version;
        private final LoadException fault;

        VersionFault(WantedVersion version, LoadException fault) {
            super(fault.getMessage(), fault);
            this.version = version;
            this.fault = fault;
        }
    }
}
