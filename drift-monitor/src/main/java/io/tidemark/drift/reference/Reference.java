package io.tidemark.drift.reference;

import io.tidemark.event.Prediction;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.model.manifest.MonitorsSpec.PerformanceSpec;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a version is compared with, and how closely it is watched.
///
/// @param features features of an event, in the order of raw rows
/// @param profile their distributions, and that of the answers
/// @param classes classes that answers are counted by (multiclass); empty: they are counted by their value
/// @param drift windows and limits
/// @param retrain when a training run is asked for
/// @param performance how live quality is watched
public record Reference(
        List<FeatureSpec> features,
        ReferenceProfile profile,
        List<String> classes,
        DriftSpec drift,
        RetrainSpec retrain,
        PerformanceSpec performance) {
    private static final PerformanceSpec USUAL = new PerformanceSpec(Map.of(), "mae", 25, 200);

    /// Of a regression whose quality is watched as by default.
    public Reference(
            List<FeatureSpec> features,
            ReferenceProfile profile,
            List<String> classes,
            DriftSpec drift,
            RetrainSpec retrain) {
        this(features, profile, classes, drift, retrain, USUAL);
    }

    public Reference {
        classes = List.copyOf(classes);
        features = List.copyOf(features);
        if (profile.features().size() != features.size()) {
            throw new IllegalArgumentException(
                    "Found a profile of " + profile.features().size() + " features, expected " + features.size() + ".");
        }
    }

    /// The reference in a bundle.
    ///
    /// @throws io.tidemark.model.manifest.ManifestException when its manifest cannot be read
    public static Reference of(ModelBundle bundle) {
        ModelManifest manifest = ManifestReader.read("manifest.yaml of the bundle", bundle.manifest(), List.of());
        return new Reference(
                bundle.features(),
                bundle.profile(),
                switch (bundle.descriptor().task()) {
                    case REGRESSION, BINARY -> List.of();
                    case MULTICLASS -> bundle.descriptor().classes();
                },
                manifest.monitors().drift(),
                manifest.retrain(),
                manifest.monitors().performance());
    }

    /// What is counted of an answer: its value, or of several classes the code of the one that was answered; NaN for a
    /// class that the bundle does not have.
    public double answer(Prediction prediction) {
        if (classes.isEmpty()) {
            return prediction.getValue();
        }
        int code = classes.indexOf(prediction.getPredictedClass());
        return code < 0 ? Double.NaN : code;
    }

    /// Everything that is compared: the features in their order, then the answers.
    public List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        features.forEach(feature -> subjects.add(new Subject.Feature(feature.name())));
        subjects.add(new Subject.Answers());
        return List.copyOf(subjects);
    }

    /// Profiles of the subjects, in their order.
    public List<FeatureProfile> profiles() {
        List<FeatureProfile> profiles = new ArrayList<>(profile.features());
        profiles.add(profile.predictions());
        return List.copyOf(profiles);
    }

    /// From the values of an event to a raw row; belongs to one thread.
    public RawEncoder newEncoder() {
        return new RawEncoder(features);
    }

    /// Start of the pane that a moment falls into.
    ///
    /// @param timeMs event time, milliseconds since 1970-01-01 UTC
    public long paneStartMs(long timeMs) {
        long paneLengthMs = drift.pane().toMillis();
        return Math.floorDiv(timeMs, paneLengthMs) * paneLengthMs;
    }
}
