package io.tidemark.model.manifest;

import io.tidemark.model.manifest.PreprocessingSpec.ClusterBy;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterSpec;
import io.tidemark.model.manifest.PreprocessingSpec.DistanceSpec;
import io.tidemark.model.manifest.PreprocessingSpec.Imputation;
import io.tidemark.model.manifest.PreprocessingSpec.Measure;
import io.tidemark.model.manifest.PreprocessingSpec.PointSpec;
import io.tidemark.model.manifest.PreprocessingSpec.RatioSpec;
import io.tidemark.model.manifest.PreprocessingSpec.RotationSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the section `preprocessing`.
final class PreprocessingReader {
    private static final Range ANGLE = new Range(-360, 360);
    private static final Range COORDINATE = new Range(-1e15, 1e15);
    private static final Range LONGITUDE = new Range(-180, 180);
    private static final Range LATITUDE = new Range(-90, 90);
    private static final Range CLUSTERS = new Range(2, 1000);

    private final Section section;
    private final List<String> numbers;
    private final Set<String> names = new HashSet<>();

    private PreprocessingReader(Section section, List<FeatureSpec> features) {
        this.section = section;
        this.numbers = features.stream()
                .filter(FeatureSpec.NumberFeature.class::isInstance)
                .map(FeatureSpec::name)
                .toList();
        features.forEach(feature -> names.add(feature.name()));
    }

    static PreprocessingSpec read(Section section, List<FeatureSpec> features) {
        return new PreprocessingReader(section, features).spec();
    }

    private PreprocessingSpec spec() {
        PreprocessingSpec spec = new PreprocessingSpec(
                section.choice("imputation", Imputation.class, Imputation.COMPARE),
                imputations(),
                ratios(),
                rotations(),
                distances(),
                clusters());
        section.close();
        return spec;
    }

    private Map<String, Imputation> imputations() {
        Section methods = section.section("imputation_of");
        Map<String, Imputation> imputations = new LinkedHashMap<>();
        for (String feature : methods.names()) {
            methods.requireKnown(feature, feature, numbers, "a number feature");
            methods.optionalChoice(feature, Imputation.class).ifPresent(method -> imputations.put(feature, method));
        }
        return imputations;
    }

    private List<RatioSpec> ratios() {
        List<RatioSpec> ratios = new ArrayList<>();
        for (Section ratio : section.sections("ratios")) {
            List<String> of = pair(ratio, "[numerator, denominator]");
            ratios.add(new RatioSpec(ownName("ratios", ratio), of.get(0), of.get(1)));
            ratio.close();
        }
        return ratios;
    }

    private List<RotationSpec> rotations() {
        List<RotationSpec> rotations = new ArrayList<>();
        for (Section rotation : section.sections("rotations")) {
            List<String> of = pair(rotation, "[first, second] coordinate");
            rotations.add(new RotationSpec(ownName("rotations", rotation), of.get(0), of.get(1), degrees(rotation)));
            rotation.close();
        }
        return rotations;
    }

    private static List<Double> degrees(Section rotation) {
        Optional<List<Double>> read = rotation.numbers("degrees", ANGLE);
        List<Double> degrees = read.orElse(List.of());
        if (degrees.isEmpty() && (read.isPresent() || !rotation.has("degrees"))) {
            rotation.problem("degrees", "Found no angles, expected a list such as [15, 30, 45].");
        }
        if (new HashSet<>(degrees).size() != degrees.size()) {
            rotation.problem("degrees", "Found an angle twice, expected each once.");
        }
        return degrees;
    }

    private List<DistanceSpec> distances() {
        List<DistanceSpec> distances = new ArrayList<>();
        for (Section distance : section.sections("distances")) {
            Measure measure = distance.choice("measure", Measure.class, Measure.EUCLIDEAN);
            List<String> of = switch (measure) {
                case HAVERSINE -> pair(distance, "[longitude, latitude]");
                case EUCLIDEAN -> features(distance, "to measure between");
            };
            distances.add(new DistanceSpec(ownName("distances", distance), measure, of, points(distance, measure, of)));
            distance.close();
        }
        return distances;
    }

    private static List<PointSpec> points(Section distance, Measure measure, List<String> of) {
        Section section = distance.section("points");
        List<PointSpec> points = new ArrayList<>();
        for (String name : section.names()) {
            section.numbers(name, COORDINATE).ifPresent(at -> {
                if (at.size() != of.size()) {
                    section.problem(
                            name,
                            "Found " + at.size() + " coordinates, expected " + of.size() + ", one for each feature.");
                } else if (measure == Measure.HAVERSINE
                        && !(LONGITUDE.contains(at.get(0)) && LATITUDE.contains(at.get(1)))) {
                    section.problem(
                            name,
                            "Found " + at + ", expected [longitude, latitude] in " + LONGITUDE + " and " + LATITUDE
                                    + " degrees.");
                } else {
                    points.add(new PointSpec(name, at));
                }
            });
        }
        if (section.names().isEmpty()) {
            distance.problem("points", "Found no points, expected at least one, as name: [first, second].");
        }
        return points;
    }

    private List<ClusterSpec> clusters() {
        List<ClusterSpec> clusters = new ArrayList<>();
        for (Section cluster : section.sections("clusters")) {
            List<String> of = features(cluster, "to cluster by");
            Range k = cluster.range("k", new Range(5, 15));
            if (!CLUSTERS.contains(k.low())
                    || !CLUSTERS.contains(k.high())
                    || k.low() != Math.rint(k.low())
                    || k.high() != Math.rint(k.high())) {
                cluster.problem("k", "Found " + k + ", expected two whole numbers of clusters from 2 to 1000.");
            }
            clusters.add(new ClusterSpec(
                    ownName("clusters", cluster),
                    of,
                    (int) k.low(),
                    (int) k.high(),
                    cluster.choice("by", ClusterBy.class, ClusterBy.SILHOUETTE)));
            cluster.close();
        }
        return clusters;
    }

    private List<String> features(Section section, String use) {
        List<String> of = section.texts("of");
        if (of.isEmpty()) {
            section.problem("of", "Found no features " + use + ", expected a list of at least one.");
        }
        of.forEach(feature -> section.requireKnown("of", feature, numbers, "a number feature"));
        return of;
    }

    private List<String> pair(Section section, String expected) {
        List<String> of = section.texts("of");
        if (of.size() != 2) {
            section.problem("of", "Found " + of.size() + " features, expected two: " + expected + ".");
            return List.of("", "");
        }
        of.forEach(feature -> section.requireKnown("of", feature, numbers, "a number feature"));
        return of;
    }

    /// Inputs are told apart by name: one that is derived may not be called as a feature or another one is.
    private String ownName(String list, Section derived) {
        String name = derived.text("name");
        if (!name.isEmpty() && !names.add(name)) {
            section.problem(list, "Found the name '" + name + "' twice, expected a name of its own.");
        }
        return name;
    }
}
