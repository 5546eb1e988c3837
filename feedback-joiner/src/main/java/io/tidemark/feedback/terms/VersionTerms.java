package io.tidemark.feedback.terms;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.LabelsSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.MonitorsSpec.PerformanceSpec;
import io.tidemark.stats.metric.BinaryAccumulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What holds for the answers of one version.
///
/// @param labels how long labels are waited for
/// @param code how they are read
/// @param threshold probability from which on the positive class is answered (binary)
/// @param segments parts of the traffic that are measured apart
/// @param performance windows, and when quality counts as lost
/// @param confirmations consecutive judgements that must agree before an alert opens or resolves
/// @param baseline metrics on the version's test rows by name; empty: unknown
/// @param errors what is known of the errors of a regression; empty: nothing
/// @param measured true when the bundle is known; else outcomes are joined and counted, not measured
public record VersionTerms(
        LabelsSpec labels,
        LabelCode code,
        double threshold,
        Segments segments,
        PerformanceSpec performance,
        int confirmations,
        Map<String, Double> baseline,
        Optional<ErrorModel> errors,
        boolean measured) {
    /// Where neither bundle nor manifest is known: nothing is refused, nothing is judged.
    public static final VersionTerms UNKNOWN = new VersionTerms(
            new LabelsSpec(Duration.ofDays(30), true),
            new LabelCode.Unknown(),
            BinaryAccumulator.USUAL_THRESHOLD,
            Segments.NONE,
            new PerformanceSpec(Map.of("rolling", Duration.ofHours(1)), "", 0, Integer.MAX_VALUE),
            1,
            Map.of(),
            Optional.empty(),
            false);

    public VersionTerms {
        baseline = Map.copyOf(baseline);
    }

    /// The label as it is measured: a number, or the index of a class; NaN when it cannot be.
    public double measure(@Nullable Object label) {
        return measured && label != null && code.read(label) instanceof LabelReading.Code found
                ? found.code()
                : Double.NaN;
    }

    /// Names of the classes, in the order of their codes; empty where labels are no classes.
    public List<String> classes() {
        return switch (code) {
            case LabelCode.OfClass named -> named.classes();
            case LabelCode.OfNumber ignored -> List.of();
            case LabelCode.Unknown ignored -> List.of();
        };
    }

    /// The terms in a bundle, with what it knows of errors.
    public static VersionTerms of(ModelManifest manifest, ModelBundle bundle) {
        VersionTerms known = of(manifest, bundle.descriptor());
        return new VersionTerms(
                known.labels,
                known.code,
                known.threshold,
                known.segments,
                known.performance,
                known.confirmations,
                known.baseline,
                ErrorModel.of(bundle),
                known.measured);
    }

    /// The terms in a bundle.
    public static VersionTerms of(ModelManifest manifest, BundleDescriptor descriptor) {
        return of(
                manifest,
                descriptor.threshold().orElse(BinaryAccumulator.USUAL_THRESHOLD),
                descriptor.training().metrics(),
                true);
    }

    /// The terms of a manifest alone: there is no baseline.
    public static VersionTerms of(ModelManifest manifest) {
        return of(manifest, manifest.target().threshold().orElse(BinaryAccumulator.USUAL_THRESHOLD), Map.of(), false);
    }

    private static VersionTerms of(
            ModelManifest manifest, double threshold, Map<String, Double> baseline, boolean measured) {
        return new VersionTerms(
                manifest.labels(),
                LabelCode.of(manifest),
                threshold,
                Segments.of(manifest),
                manifest.monitors().performance(),
                manifest.monitors().drift().confirmations(),
                baseline,
                Optional.empty(),
                measured);
    }
}
