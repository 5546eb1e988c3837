package io.tidemark.drift.reference;

import io.tidemark.event.Outcome;
import io.tidemark.event.Prediction;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.model.manifest.MonitorsSpec.PerformanceSpec;
import io.tidemark.model.manifest.QualitySpec;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.model.profile.ProfileDetails;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.NumericSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a version is compared with, and how closely it is watched.
///
/// @param features features of an event, in the order of raw rows
/// @param profile their distributions, and that of the answers
/// @param classes classes that answers are counted by (multiclass); empty: they are counted by their value
/// @param drift windows and limits
/// @param retrain when a training run is asked for
/// @param performance how live quality is watched
/// @param soundness what else is looked at
public record Reference(
        List<FeatureSpec> features,
        ReferenceProfile profile,
        List<String> classes,
        DriftSpec drift,
        RetrainSpec retrain,
        PerformanceSpec performance,
        Soundness soundness) {
    private static final PerformanceSpec USUAL =
            new PerformanceSpec(Map.of("rolling", Duration.ofHours(1)), "wmape", 25, 200);
    private static final double LARGEST_LOSS = 1_000;

    /// An answer off by so many standard deviations of the reference's answers is as wrong as can be.
    private static final double LARGEST_ERROR_SDS = 3;

    public Reference {
        classes = List.copyOf(classes);
        features = List.copyOf(features);
        if (profile.features().size() != features.size()) {
            throw new IllegalArgumentException(
                    "Found a profile of " + profile.features().size() + " features, expected " + features.size() + ".");
        }
    }

    /// Of a regression whose quality and data are watched as by default.
    public Reference(
            List<FeatureSpec> features,
            ReferenceProfile profile,
            List<String> classes,
            DriftSpec drift,
            RetrainSpec retrain) {
        this(features, profile, classes, drift, retrain, USUAL, Soundness.DEFAULT);
    }

    /// Of a regression whose quality is watched as by default.
    public Reference(
            List<FeatureSpec> features,
            ReferenceProfile profile,
            List<String> classes,
            DriftSpec drift,
            RetrainSpec retrain,
            Soundness soundness) {
        this(features, profile, classes, drift, retrain, USUAL, soundness);
    }

    /// What is looked at beside distributions.
    ///
    /// @param quality checks of the data
    /// @param segments category features whose values are told apart
    /// @param labelClasses names of the classes that labels may have, in the order of their codes; empty: numbers
    public record Soundness(QualitySpec quality, List<String> segments, List<String> labelClasses) {
        /// All checks, labels that are numbers.
        public static final Soundness DEFAULT = new Soundness(QualitySpec.DEFAULT, List.of(), List.of());

        public Soundness {
            segments = List.copyOf(segments);
            labelClasses = List.copyOf(labelClasses);
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
                manifest.monitors().performance(),
                new Soundness(
                        manifest.monitors().quality(),
                        manifest.monitors().segments(),
                        bundle.descriptor().classes()));
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

    /// What is counted of a label: its value, or the code of its class; NaN when it is neither.
    public double label(Outcome outcome) {
        Object label = outcome.getLabel();
        if (soundness.labelClasses().isEmpty()) {
            return label instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        int code = soundness.labelClasses().indexOf(asClass(label));
        return code < 0 ? Double.NaN : code;
    }

    /// A number counts as its text, 1.0 as 1.
    private static String asClass(@Nullable Object label) {
        return label instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) (double) number)
                : String.valueOf(label);
    }

    /// How wrong an answer was: 0 to 1,000. Classes are right or wrong; an error of a number counts by standard
    /// deviations of the reference's answers, three and more as 1,000.
    public int lossThousandths(Outcome outcome) {
        if (!soundness.labelClasses().isEmpty()) {
            return asClass(outcome.getLabel()).equals(outcome.getPredictedClass()) ? 0 : (int) LARGEST_LOSS;
        }
        double scale = LARGEST_ERROR_SDS * answerSd();
        double error = Math.abs(label(outcome) - outcome.getPredicted());
        double share = scale > 0 ? error / scale : error == 0 ? 0 : 1;
        return (int) Math.rint(LARGEST_LOSS * (share <= 1 ? share : 1));
    }

    private double answerSd() {
        return profile.predictions() instanceof NumericProfile numeric
                ? numeric.summary().map(NumericSummary::sd).orElse(0.0)
                : 0;
    }

    /// Pairs of features that are watched.
    public List<ProfileDetails.Pair> pairs() {
        return profile.details().pairs();
    }

    /// Distribution of the labels; empty: not known.
    public Optional<FeatureProfile> labels() {
        return profile.details().labels();
    }

    /// Share of a feature in the model's quality, 0 to 1; empty: not known.
    public OptionalDouble importance(Subject subject) {
        List<Double> importances = profile.details().importances();
        if (importances.isEmpty() || !(subject instanceof Subject.Feature feature)) {
            return OptionalDouble.empty();
        }
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).name().equals(feature.name())) {
                return OptionalDouble.of(importances.get(i));
            }
        }
        return OptionalDouble.empty();
    }

    /// Names of the values of a subject that has categories, in the order of their codes; empty: it has numbers.
    public List<String> categories(Subject subject) {
        return switch (subject) {
            case Subject.Answers ignored -> classes;
            case Subject.Labels ignored -> soundness.labelClasses();
            case Subject.Pairs ignored -> List.of();
            case Subject.Latencies ignored -> List.of();
            case Subject.Feature feature ->
                features.stream()
                        .filter(spec -> spec.name().equals(feature.name()))
                        .findFirst()
                        .map(Reference::categories)
                        .orElse(List.of());
        };
    }

    private static List<String> categories(FeatureSpec spec) {
        return switch (spec) {
            case FeatureSpec.NumberFeature ignored -> List.of();
            case FeatureSpec.CategoryFeature category -> category.categories();
            case FeatureSpec.BooleanFeature ignored -> List.of("false", "true");
        };
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
