package io.tidemark.trainer.run;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.OutcomeWindow;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.pipeline.TrainingJob;
import io.tidemark.trainer.pipeline.TrainingPipeline;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.prepare.CheckedData;
import io.tidemark.trainer.prepare.DataReading;
import io.tidemark.trainer.report.ModelCard;
import io.tidemark.trainer.step.PipelineStep;
import io.tidemark.trainer.step.StepPlan;
import io.tidemark.trainer.step.StepRecord;
import io.tidemark.trainer.step.Steps;
import io.tidemark.trainer.track.RunTracker;
import io.tidemark.trainer.track.RunTracker.TrackedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Trains and registers. Needs no broker.
public final class TrainingService {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingService.class);

    private final ModelRegistry registry;
    private final DataLocator locator;
    private final Path runsDir;
    private final Path stepsDir;
    private final int threads;
    private final RunTracker tracker;

    /// @param runsDir where each run gets a folder with its evidence; results of steps are kept for later runs beside
    /// it, in `steps`
    /// @param threads threads that the training libraries may use, 1 or more
    public TrainingService(ModelRegistry registry, DataLocator locator, Path runsDir, int threads) {
        this.registry = registry;
        this.locator = locator;
        this.runsDir = runsDir;
        this.stepsDir = runsDir.resolveSibling("steps");
        this.threads = threads;
        this.tracker = RunTracker.beside(registry);
    }

    /// Runs an order to its end. An order whose run is registered already changes nothing.
    ///
    /// @throws io.tidemark.trainer.data.DataException when the data cannot be used
    public RegisteredRun train(TrainingOrder order, RunListener listener) {
        Optional<ModelVersion> earlier = registry.versionOfRun(order.manifest().name(), order.runId());
        if (earlier.isPresent()) {
            return new RegisteredRun(earlier.get(), Optional.empty(), folder(order), List.of());
        }
        RunOutcome outcome = run(order, StepPlan.ALL, listener);
        return new RegisteredRun(outcome.version().orElseThrow(), outcome.result(), outcome.folder(), outcome.steps());
    }

    /// Runs the planned steps of an order that was not run before.
    ///
    /// @throws io.tidemark.trainer.data.DataException when the data cannot be used
    public RunOutcome run(TrainingOrder order, StepPlan plan, RunListener listener) {
        ModelManifest manifest = order.manifest();
        Path folder = folder(order);
        Steps steps = Steps.in(stepsDir.resolve(manifest.name()), plan);
        listener.onProgress(RunListener.Step.DOWNLOAD, "locating the data", RunListener.Step.DOWNLOAD.begins());
        LocatedData raw = locator.raw(order.data().orElseGet(() -> locator.locate(manifest)));
        steps.note(PipelineStep.DOWNLOAD, StepRecord.State.DONE, raw.file().toString());
        if (plan.isLast(PipelineStep.DOWNLOAD)) {
            return new RunOutcome(steps.records(), Optional.empty(), Optional.empty(), folder, List.of());
        }
        CheckedData checked = DataReading.read(manifest, raw, history(manifest, raw))
                .with(order.replay().map(ReplayedRows::findings).orElse(List.of()));
        LocatedData data = checked.data();
        checked.findings().forEach(finding -> LOG.warn("Data of {}: {}", manifest.name(), finding.message()));
        Optional<TrainingResult> fitted = new TrainingPipeline(
                        new TrainingJob(
                                order.runId(),
                                manifest,
                                data,
                                checked.table(),
                                order.replay(),
                                champion(order),
                                steps,
                                threads),
                        listener)
                .runPlanned();
        if (fitted.isEmpty()) {
            return new RunOutcome(steps.records(), fitted, Optional.empty(), folder, checked.findings());
        }
        TrainingResult result = fitted.get();
        RunFolder.write(folder, order.runId(), manifest, checked, result);
        steps.note(PipelineStep.FIT, StepRecord.State.DONE, folder.toString());
        RunFolder.writeSteps(folder, steps.records());
        if (plan.isLast(PipelineStep.FIT)) {
            return new RunOutcome(steps.records(), fitted, Optional.empty(), folder, checked.findings());
        }
        listener.onProgress(RunListener.Step.REGISTER, "registering", RunListener.Step.REGISTER.begins());
        String tracked = tracker.track(new TrackedRun(order.runId(), manifest, result, steps.records(), folder));
        ModelVersion version = registry.register(new Registration(
                manifest.name(),
                order.runId(),
                result.sha256(),
                result.gates().approved(),
                result.metrics(),
                tags(result, data),
                new Registration.Notes(ModelCard.of(order.runId(), manifest, result), tracked),
                result::file));
        steps.note(PipelineStep.REGISTER, StepRecord.State.DONE, version.model() + "@" + version.version());
        return new RunOutcome(steps.records(), fitted, Optional.of(version), folder, checked.findings());
    }

    /// Outcomes carry their values as they were scored: no history is read for them.
    private PastUpdates history(ModelManifest manifest, LocatedData data) {
        return data.replayed().isPresent() ? new PastUpdates() : locator.history(manifest);
    }

    private Path folder(TrainingOrder order) {
        return runsDir.resolve(order.manifest().name()).resolve(order.runId());
    }

    /// Labelled outcomes of a topic, replayed now, as base data for an order.
    ///
    /// @throws io.tidemark.trainer.data.DataException when there are none
    public LocatedData outcomes(ModelManifest manifest, DataSource.Topic topic, OutcomeWindow window) {
        return locator.outcomes(manifest, topic, window);
    }

    private Optional<ModelBundle> champion(TrainingOrder order) {
        String model = order.manifest().name();
        Integer alias = registry.aliases(model).get(ModelRegistry.CHAMPION);
        int version = order.champion().orElse(alias == null ? 0 : alias);
        return registry.version(model, version).flatMap(this::bundle);
    }

    /// A champion that cannot be read is no reason to have no successor: the run goes on without comparison.
    private Optional<ModelBundle> bundle(ModelVersion champion) {
        try {
            return Optional.of(BundleCodec.read(
                    registry.fetch(champion.model(), champion.bundleSha256()), champion.bundleSha256()));
        } catch (BundleException | RegistryException e) {
            LOG.warn(
                    "The champion, {} version {}, cannot be read and is not compared with: {}",
                    champion.model(),
                    champion.version(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, String> tags(TrainingResult result, LocatedData data) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("data", data.address());
        tags.put("data_sha256", data.sha256());
        tags.put("algorithm", result.bundle().descriptor().training().algorithm());
        tags.put("verdict", result.gates().verdict());
        result.bundle()
                .descriptor()
                .training()
                .replay()
                .ifPresent(replay -> tags.put("replayed_rows", Long.toString(replay.rows())));
        return tags;
    }
}
