package io.tidemark.model.bundle;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.kernel.KernelFormat;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.ImputationFormat;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.pipeline.RowImputation;
import io.tidemark.model.profile.DetailsFormat;
import io.tidemark.model.profile.ProfileFormat;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.state.CorruptStateException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Between a [ModelBundle] and the bytes of its file.
public final class BundleCodec {
    private static final String DESCRIPTOR = "bundle.json";
    private static final String FEATURES = "features.json";
    private static final String PIPELINE = "pipeline.json";
    private static final String IMPUTATION = "imputation.bin";
    private static final String KERNEL = "kernel.bin";
    private static final String GOLDEN_ROWS = "golden-rows.json";
    private static final String PROFILE = "profile.bin";
    private static final String PROFILE_DETAILS = "profile-details.bin";
    private static final String MANIFEST = "manifest.yaml";

    private static final TypeReference<BundleDescriptor> DESCRIPTOR_TYPE = new TypeReference<>() {};
    private static final TypeReference<List<FeatureSpec>> FEATURES_TYPE = new TypeReference<>() {};
    private static final TypeReference<PipelineParameters> PIPELINE_TYPE = new TypeReference<>() {};
    private static final TypeReference<List<GoldenRow>> GOLDEN_ROWS_TYPE = new TypeReference<>() {};
    private static final TypeReference<List<FormerGoldenRow>> FORMER_GOLDEN_ROWS_TYPE = new TypeReference<>() {};

    private static final int FIRST_WITH_CLASSES = 4;
    private static final int FIRST_WITH_DETAILS = 5;

    private BundleCodec() {}

    /// The file of a bundle; equal bundles give equal bytes.
    public static byte[] write(ModelBundle bundle) {
        Map<String, byte[]> parts = new TreeMap<>();
        parts.put(DESCRIPTOR, BundleJson.write(bundle.descriptor(), DESCRIPTOR_TYPE));
        parts.put(FEATURES, BundleJson.write(bundle.features(), FEATURES_TYPE));
        parts.put(PIPELINE, BundleJson.write(bundle.pipeline().parameters(), PIPELINE_TYPE));
        parts.put(IMPUTATION, ImputationFormat.write(bundle.pipeline().imputation()));
        parts.put(KERNEL, KernelFormat.write(bundle.kernel()));
        parts.put(GOLDEN_ROWS, BundleJson.write(bundle.goldenRows(), GOLDEN_ROWS_TYPE));
        parts.put(PROFILE, ProfileFormat.write(bundle.profile()));
        parts.put(PROFILE_DETAILS, DetailsFormat.write(bundle.profile().details()));
        parts.put(MANIFEST, bundle.manifest().getBytes(StandardCharsets.UTF_8));
        return BundleFile.write(parts);
    }

    /// The bundle of a file whose hash is known.
    ///
    /// @param sha256 what the bytes have to hash to, 64 hexadecimal digits
    /// @throws BundleException when they do not, or the file is damaged, or its parts do not fit together
    public static ModelBundle read(byte[] file, String sha256) {
        String found = Sha256.of(file);
        if (!found.equals(sha256)) {
            throw new BundleException(
                    Check.SHA256, "Found a bundle with SHA-256 " + found + ", expected " + sha256 + ".");
        }
        return read(file);
    }

    /// The bundle of a file that the caller trusts.
    ///
    /// @throws BundleException when the file is damaged or its parts do not fit together
    public static ModelBundle read(byte[] file) {
        Map<String, byte[]> parts = BundleFile.read(file);
        ModelBundle bundle;
        try {
            bundle = new ModelBundle(
                    descriptor(BundleFile.versionOf(file), part(parts, DESCRIPTOR)),
                    BundleJson.read(FEATURES, part(parts, FEATURES), FEATURES_TYPE),
                    new FeaturePipeline(
                            BundleJson.read(PIPELINE, part(parts, PIPELINE), PIPELINE_TYPE),
                            imputation(BundleFile.versionOf(file), parts)),
                    KernelFormat.read(part(parts, KERNEL)),
                    goldenRows(BundleFile.versionOf(file), part(parts, GOLDEN_ROWS)),
                    profile(BundleFile.versionOf(file), parts),
                    new String(part(parts, MANIFEST), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | CorruptStateException e) {
            throw new BundleException(Check.FORMAT, String.valueOf(e.getMessage()), e);
        }
        requireFit(bundle);
        return bundle;
    }

    /// Bundles before format 5 have no details of their profile.
    private static ReferenceProfile profile(int version, Map<String, byte[]> parts) {
        ReferenceProfile profile = ProfileFormat.read(part(parts, PROFILE));
        return version < FIRST_WITH_DETAILS
                ? profile
                : profile.with(DetailsFormat.read(
                        part(parts, PROFILE_DETAILS), profile.features().size()));
    }

    /// Bundles of format 1 have no prediction intervals.
    private static BundleDescriptor descriptor(int version, byte[] json) {
        byte[] whole = version == 1 ? BundleJson.withNull(DESCRIPTOR, json, "intervals") : json;
        return BundleJson.read(DESCRIPTOR, whole, DESCRIPTOR_TYPE);
    }

    /// Bundles of format 1 fill in one value per column and nothing else.
    private static RowImputation imputation(int version, Map<String, byte[]> parts) {
        return version == 1 ? RowImputation.NONE : ImputationFormat.read(part(parts, IMPUTATION));
    }

    /// Bundles before format 4 have one score a row.
    private static List<GoldenRow> goldenRows(int version, byte[] json) {
        return version >= FIRST_WITH_CLASSES
                ? BundleJson.read(GOLDEN_ROWS, json, GOLDEN_ROWS_TYPE)
                : BundleJson.read(GOLDEN_ROWS, json, FORMER_GOLDEN_ROWS_TYPE).stream()
                        .map(row -> new GoldenRow(row.values(), row.score()))
                        .toList();
    }

    /// A golden row before format 4.
    private record FormerGoldenRow(Map<String, @Nullable Object> values, double score) {}

    private static byte[] part(Map<String, byte[]> parts, String name) {
        byte[] content = parts.get(name);
        if (content == null) {
            throw new BundleException(
                    Check.FORMAT,
                    "The bundle is damaged: found the parts " + String.join(", ", parts.keySet()) + ", expected " + name
                            + " too.");
        }
        return content;
    }

    private static void requireFit(ModelBundle bundle) {
        List<FeatureSpec> features = bundle.features();
        List<String> inputs = bundle.pipeline().inputNames();
        require(bundle.pipeline().rawWidth(), features.size(), "pipeline over %d features");
        require(bundle.kernel().inputs(), inputs.size(), "kernel over %d inputs");
        require(bundle.profile().features().size(), features.size(), "profile of %d features");
        BundleClasses.requireFit(bundle);
        for (int i = 0; i < features.size(); i++) {
            requireProfile(features.get(i), bundle.profile().features().get(i));
        }
        String signature = FeatureSignature.of(features, inputs);
        if (!signature.equals(bundle.descriptor().featureSignature())) {
            throw new BundleException(
                    Check.FEATURE_SIGNATURE,
                    "Found the feature signature " + bundle.descriptor().featureSignature() + ", expected " + signature
                            + ": the features are not those that the model was trained with.");
        }
    }

    private static void requireProfile(FeatureSpec feature, FeatureProfile profile) {
        boolean fits = switch (feature) {
            case NumberFeature number -> profile instanceof NumericProfile;
            case CategoryFeature category ->
                isOfCategories(profile, category.categories().size());
            case BooleanFeature bool -> isOfCategories(profile, 2);
        };
        if (!fits) {
            throw new BundleException(
                    Check.FORMAT,
                    "The bundle is damaged: found a profile over " + profile.bins() + " for feature " + feature.name()
                            + ", expected one that fits its type.");
        }
    }

    private static boolean isOfCategories(FeatureProfile profile, int categories) {
        return profile instanceof CategoryProfile counts && counts.bins().values() == categories;
    }

    private static void require(int found, int expected, String what) {
        if (found != expected) {
            throw new BundleException(
                    Check.FORMAT,
                    "The bundle is damaged: found a " + String.format(Locale.ROOT, what, found) + ", expected "
                            + expected + ".");
        }
    }
}
