package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.ClassKernels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the sections `data`, `target` and `features`.
final class FeaturesReader {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Range SHARE = new Range(0, 1);
    private static final Range COVERAGE = new Range(0, 0.999);

    private FeaturesReader() {}

    /// @param views joined to the rows by entity and time
    static DataSpec data(Section data, List<ViewSpec> views) {
        String address = data.text("source", "synthetic:");
        DataSource source = new DataSource.Synthetic(1, 0);
        try {
            source = DataSource.parse(address);
        } catch (IllegalArgumentException e) {
            data.problem("source", String.valueOf(e.getMessage()));
        }
        Optional<String> sha256 = data.optionalText("sha256");
        if (sha256.isPresent() && !SHA256.matcher(sha256.get()).matches()) {
            data.problem("sha256", "Found '" + sha256.get() + "', expected 64 lower-case hexadecimal digits.");
        }
        DataSpec spec = new DataSpec(
                source,
                sha256,
                data.optionalText("member"),
                data.count("max_rows", 1_000_000, 100, 100_000_000),
                data.optionalText("id"),
                data.optionalText("entity"),
                data.optionalText("event_time"));
        ViewsReader.requireColumns(data, spec, views);
        data.close();
        return spec;
    }

    static TargetSpec target(Section target, Task task) {
        List<String> classes = target.texts("classes");
        boolean tunesThreshold = target.flag("tune_threshold", false);
        requireClasses(target, task, classes);
        requireKeysOf(target, task, tunesThreshold);
        double interval = target.number("interval", 0.9, COVERAGE);
        TargetSpec spec = new TargetSpec(
                target.text("name"),
                target.text("unit", ""),
                target.range("range", Range.ALL),
                target.choice("transform", TargetSpec.Transform.class, TargetSpec.Transform.NONE),
                task == Task.REGRESSION && interval > 0 ? Optional.of(interval) : Optional.empty(),
                classes,
                target.optionalNumber("threshold", SHARE),
                tunesThreshold);
        target.close();
        return spec;
    }

    private static void requireClasses(Section target, Task task, List<String> classes) {
        switch (task) {
            case REGRESSION -> {
                if (!classes.isEmpty()) {
                    target.problem("classes", "Found classes, expected none: the task is regression.");
                }
            }
            case BINARY -> {
                if (classes.size() != 2) {
                    target.problem(
                            "classes",
                            "Found " + classes.size()
                                    + " classes, expected two, the negative one first, for example [0, 1].");
                }
            }
            case MULTICLASS -> {
                if (classes.size() < ClassKernels.FEWEST || classes.size() > TargetSpec.MOST_CLASSES) {
                    target.problem(
                            "classes",
                            "Found " + classes.size() + " classes, expected " + ClassKernels.FEWEST + " to "
                                    + TargetSpec.MOST_CLASSES
                                    + ", for example [low, middle, high]; for two classes set task: binary.");
                }
                if (new HashSet<>(classes).size() < classes.size()) {
                    target.problem("classes", "Found a class twice, expected each once.");
                }
            }
        }
    }

    /// What says something about numbers or about one of two classes has no meaning for the other tasks.
    private static void requireKeysOf(Section target, Task task, boolean tunesThreshold) {
        String name = task.name().toLowerCase(Locale.ROOT);
        if (task != Task.BINARY && target.has("threshold")) {
            target.problem("threshold", "Found a threshold, expected none: the task is " + name + ".");
        }
        if (task != Task.BINARY && tunesThreshold) {
            target.problem("tune_threshold", "Found tune_threshold, expected none: the task is " + name + ".");
        }
        if (target.has("threshold") && tunesThreshold) {
            target.problem("tune_threshold", "Found tune_threshold and a threshold, expected one of them.");
        }
        if (task != Task.REGRESSION) {
            if (target.has("range")) {
                target.problem("range", "Found a range, expected none: the task is " + name + ".");
            }
            if (target.has("transform")) {
                target.problem("transform", "Found a transform, expected none: the task is " + name + ".");
            }
            if (target.has("interval")) {
                target.problem("interval", "Found an interval, expected none: the task is " + name + ".");
            }
        }
    }

    static List<FeatureSpec> features(Section root) {
        Section section = root.section("features");
        List<FeatureSpec> features = new ArrayList<>();
        for (String name : section.names()) {
            section.optionalSection(name).ifPresent(feature -> features.add(feature(name, feature)));
        }
        if (features.isEmpty()) {
            root.problem("features", "Found no features, expected at least one, as name: {type: number}.");
        }
        section.close();
        return features;
    }

    /// The target among the features would be predicted from itself.
    static void requireNoLeak(Section root, TargetSpec target, List<FeatureSpec> features) {
        if (features.stream().anyMatch(feature -> feature.name().equals(target.name()))) {
            root.problem(
                    "features",
                    "Found the target '" + target.name() + "' among the features, expected it in target.name only.");
        }
    }

    private static Optional<Range> typical(Section feature, Range range) {
        Optional<Range> typical = feature.optionalFiniteRange("typical");
        if (typical.isPresent()
                && !(range.contains(typical.get().low())
                        && range.contains(typical.get().high()))) {
            feature.problem("typical", "Found " + typical.get() + ", expected it inside the range " + range + ".");
        }
        return typical;
    }

    private enum FeatureType {
        NUMBER,
        INTEGER,
        CATEGORY,
        BOOLEAN
    }

    private static FeatureSpec feature(String name, Section feature) {
        if (!feature.has("type")) {
            feature.problem("", "Found no type, expected type: number, integer, category or boolean.");
        }
        FeatureType type = feature.choice("type", FeatureType.class, FeatureType.NUMBER);
        boolean required = feature.flag("required", false);
        FeatureSpec spec = switch (type) {
            case NUMBER, INTEGER -> {
                Range range = feature.range("range", Range.ALL);
                yield new FeatureSpec.NumberFeature(
                        name,
                        required,
                        feature.text("unit", ""),
                        range,
                        typical(feature, range),
                        type == FeatureType.INTEGER);
            }
            case CATEGORY -> {
                List<String> categories = feature.texts("categories");
                if (categories.isEmpty()) {
                    feature.problem("categories", "Found no categories, expected a list of at least one.");
                }
                yield new FeatureSpec.CategoryFeature(
                        name,
                        required,
                        categories,
                        feature.choice("unseen", FeatureSpec.Unseen.class, FeatureSpec.Unseen.REJECT));
            }
            case BOOLEAN -> new FeatureSpec.BooleanFeature(name, required);
        };
        feature.close();
        return spec;
    }
}
