package io.tidemark.trainer.run;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.OutcomeReplay;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.pipeline.TrainingJob;
import io.tidemark.trainer.pipeline.TrainingPipeline;
import io.tidemark.trainer.prepare.CheckedData;
import io.tidemark.trainer.prepare.DataReading;
import io.tidemark.trainer.step.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Trains a version again from what its bundle says of itself, and compares the bundles.
public final class Rebuild {
    private final ModelRegistry registry;
    private final DataLocator locator;
    private final Optional<OutcomeReplay> outcomes;
    private final int threads;

    /// @param outcomes the log, for versions that were trained on replayed outcomes
    public Rebuild(ModelRegistry registry, DataLocator locator, Optional<OutcomeReplay> outcomes, int threads) {
        this.registry = registry;
        this.locator = locator;
        this.outcomes = outcomes;
        this.threads = threads;
    }

    /// Trains again; registers nothing.
    ///
    /// @throws DataException when the data or the outcomes are not those of then, or cannot be had
    public Comparison run(ModelVersion version, RunListener listener) {
        ModelBundle before =
                BundleCodec.read(registry.fetch(version.model(), version.bundleSha256()), version.bundleSha256());
        BundleDescriptor.Training training = before.descriptor().training();
        if (training.algorithm().equals(BundleDescriptor.Training.IMPORTED)) {
            throw new DataException("Found version " + version.version() + " of " + version.model()
                    + ", which was imported, expected one that was trained here: what it was trained on is not known.");
        }
        ModelManifest manifest =
                ManifestReader.read(version.model() + "@" + version.version(), before.manifest(), List.of());
        boolean fromLog = manifest.data().source() instanceof DataSource.Topic;
        LocatedData raw = locator.raw(located(manifest, training));
        CheckedData checked = DataReading.read(manifest, raw, fromLog ? new PastUpdates() : locator.history(manifest));
        LocatedData data = checked.data();
        if (!data.sha256().equals(training.dataSha256())) {
            throw new DataException("Found data with SHA-256 " + data.sha256() + " at " + data.address()
                    + ", expected " + training.dataSha256() + ": the data has changed since version "
                    + version.version() + " was trained.");
        }
        Optional<ReplayedRows> replay =
                fromLog ? Optional.empty() : training.replay().map(then -> replayed(manifest, then));
        var result = new TrainingPipeline(
                        new TrainingJob(
                                "rebuild-" + version.runId(),
                                manifest,
                                data.at(training.data()),
                                checked.table(),
                                replay,
                                Optional.empty(),
                                Steps.unkept(),
                                threads),
                        listener)
                .run();
        return new Comparison(
                version.bundleSha256(),
                result.sha256(),
                changed(
                        training.libraries(),
                        result.bundle().descriptor().training().libraries()));
    }

    private LocatedData located(ModelManifest manifest, BundleDescriptor.Training training) {
        return manifest.data().source() instanceof DataSource.Topic topic
                        && training.replay().isPresent()
                ? locator.locateAgain(manifest, topic, training.replay().get())
                : locator.locate(manifest);
    }

    private ReplayedRows replayed(ModelManifest manifest, BundleDescriptor.Replay then) {
        ReplayedRows rows = outcomes.orElseThrow(() -> new DataException("The version was trained on " + then.rows()
                        + " outcomes of " + then.topic() + " as well: name the cluster that has them."))
                .readAgain(manifest, then);
        if (rows.replay().rows() != then.rows()) {
            throw new DataException("Found " + rows.replay().rows() + " outcomes in " + then.topic() + ", expected "
                    + then.rows() + " as at the time: some were deleted or compacted since.");
        }
        return rows;
    }

    private static Map<String, String> changed(Map<String, String> before, Map<String, String> now) {
        Map<String, String> changed = new TreeMap<>();
        before.forEach((library, version) -> {
            String other = now.getOrDefault(library, "none");
            if (!other.equals(version)) {
                changed.put(library, version + " then, " + other + " now");
            }
        });
        return changed;
    }

    /// The two bundles.
    ///
    /// @param before SHA-256 of the registered bundle
    /// @param now SHA-256 of the one that was trained now
    /// @param changedCode code that differs, by its name: why the bundles may differ
    public record Comparison(String before, String now, Map<String, String> changedCode) {
        /// True when the bundles are equal to the last bit.
        public boolean isEqual() {
            return before.equals(now);
        }
    }
}
