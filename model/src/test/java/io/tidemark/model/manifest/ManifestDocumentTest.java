package io.tidemark.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.model.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/manifest.md` against the reader: the same keys, and defaults, bounds and examples that hold.
class ManifestDocumentTest {
    private static final String FEATURES = """
            features:
              n: {type: number}
              m: {type: number}
              c: {type: category, categories: [x, y]}
              b: {type: boolean}
            data: {entity: e, event_time: w}
            views: {stats: {features: [n], ttl: 7d}}
            """;
    private static final String REGRESSION = """
            name: some
            task: regression
            target: {name: t}
            selection: {algorithms: {ridge: {}}}
            sweep: {}
            gates: {champion: {}}
            """ + FEATURES;
    private static final String BINARY = """
            name: some
            task: binary
            target: {name: t, classes: [no, yes]}
            selection: {algorithms: {logistic: {}}}
            sweep: {}
            gates: {champion: {}}
            """ + FEATURES;
    private static final String MULTICLASS = """
            name: some
            task: multiclass
            target: {name: t, classes: [low, middle, high]}
            selection: {algorithms: {logistic: {}}}
            sweep: {}
            gates: {champion: {}}
            """ + FEATURES;
    private static final Map<String, Map<String, String>> REQUIRED_IN_LIST = Map.of(
            "preprocessing.rotations", Map.of("degrees", "[10]"),
            "preprocessing.distances", Map.of("points", "{p: [1, 2]}"));
    private static final String STRANGER = "no_such_key";

    static Stream<ManifestDocument.Entry> entries() {
        return ManifestDocument.entries().stream();
    }

    static Stream<ManifestDocument.Entry> entriesWithDefault() {
        return entries()
                .filter(entry ->
                        entry.defaultValue().isPresent() && !entry.section().contains("[]"));
    }

    static Stream<ManifestDocument.Entry> entriesWithBounds() {
        return entries()
                .filter(entry -> !entry.bounds().isEmpty() && !entry.section().contains("[]"));
    }

    @Test
    void documentHasEveryKeyThatTheReaderKnows() {
        assertThat(documented()).containsAll(known());
    }

    @Test
    void readerKnowsEveryKeyThatTheDocumentHas() {
        assertThat(known()).containsAll(documented());
        assertThat(documented()).hasSizeGreaterThan(90);
    }

    @Test
    void everyKeyIsExplained() {
        assertThat(ManifestDocument.entries()).allSatisfy(entry -> {
            assertThat(entry.type()).isNotEmpty();
            assertThat(entry.meaning()).endsWith(".");
        });
    }

    @Test
    void manifestOfTheIntroductionIsWhole() {
        ModelManifest manifest = ManifestReader.read("introduction", """
                name: prices
                task: regression
                data: {source: prices.csv}
                target: {name: price, unit: EUR}
                features:
                  area: {type: number, unit: m2, range: [0, 10000], required: true}
                  city: {type: category, categories: [north, south]}
                selection:
                  algorithms:
                    lightgbm: {n_estimators: 300, num_leaves: [15, 31]}
                """, List.of());

        assertThat(manifest.features()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void examplesAreAccepted(ManifestDocument.Entry entry) {
        assertThat(readable(entry, entry.exampleValue())).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("entriesWithDefault")
    void defaultsAreWhatHoldsWithoutTheKey(ManifestDocument.Entry entry) {
        List<String> withDefault = readable(entry, entry.defaultValue().orElseThrow());

        assertThat(withDefault).isNotEmpty();
        assertThat(withDefault)
                .allSatisfy(override -> assertThat(List.of(Task.values()))
                        .anySatisfy(
                                task -> assertThat(content(task, override)).isEqualTo(content(task, "description="))));
    }

    @ParameterizedTest
    @MethodSource("entriesWithBounds")
    void bothBoundsAreAccepted(ManifestDocument.Entry entry) {
        assertThat(entry.bounds())
                .allSatisfy(bound -> assertThat(readable(entry, bound)).isNotEmpty());
    }

    @Test
    void valuesBesideTheBoundsAreRefused() {
        assertThatThrownBy(() -> content(Task.REGRESSION, "selection.folds=51")).hasMessageContaining("2 to 50");
        assertThatThrownBy(() -> content(Task.REGRESSION, "monitors.drift.ks=1.01"))
                .hasMessageContaining("[0.0, 1.0]");
        assertThatThrownBy(() -> content(Task.REGRESSION, "labels.horizon=91d")).hasMessageContaining("1s to 90d");
    }

    /// Overrides that set the key of an entry to a value and are accepted for one of the tasks.
    private static List<String> readable(ManifestDocument.Entry entry, String value) {
        List<String> readable = new ArrayList<>();
        for (String override : overrides(entry, value)) {
            boolean accepted = Arrays.stream(Task.values()).anyMatch(task -> {
                try {
                    content(task, override);
                    return true;
                } catch (ManifestException e) {
                    return false;
                }
            });
            if (accepted) {
                readable.add(override);
            }
        }
        return readable;
    }

    private static List<String> overrides(ManifestDocument.Entry entry, String value) {
        if (entry.section().equals("features.<name>")) {
            return entry.key().equals("type")
                    ? List.of("features.z={type: " + value + "}")
                    : List.of(
                            "features.n." + entry.key() + "=" + value,
                            "features.c." + entry.key() + "=" + value,
                            "features.b." + entry.key() + "=" + value);
        }
        if (entry.section().equals("views.<name>")) {
            return List.of("views.stats." + entry.key() + "=" + value);
        }
        if (entry.section().equals("sweep.space.<parameter>")) {
            String range = entry.key().equals("log") ? "float: [0.1, 0.5], " : "";
            return Stream.of("learning_rate", "num_leaves")
                    .map(parameter -> "sweep={algorithm: lightgbm, space: {" + parameter + ": {" + range + entry.key()
                            + ": " + value + "}}}")
                    .toList();
        }
        if (entry.section().equals("gates.fairness[]")) {
            String other = entry.key().equals("by") ? "" : ", by: c";
            return List.of("gates.fairness=[{" + entry.key() + ": " + value + other + "}]");
        }
        if (entry.section().endsWith("[]")) {
            String list = entry.section().replace("[]", "");
            Map<String, String> item = new TreeMap<>(REQUIRED_IN_LIST.getOrDefault(list, Map.of()));
            item.put("name", "derived");
            item.put("of", "[n, m]");
            item.put(entry.key(), value);
            return List.of(list + "=[" + item.toString().replace("=", ": ") + "]");
        }
        return List.of(entry.path() + "=" + value);
    }

    private static ModelManifest content(Task task, String override) {
        String base = switch (task) {
            case REGRESSION -> REGRESSION;
            case BINARY -> BINARY;
            case MULTICLASS -> MULTICLASS;
        };
        ModelManifest read = ManifestReader.read("base", base, List.of(override));
        return new ModelManifest(
                read.name(),
                read.task(),
                read.description(),
                read.data(),
                read.target(),
                read.features(),
                read.views(),
                read.preprocessing(),
                read.split(),
                read.selection(),
                read.sweep(),
                read.gates(),
                read.monitors(),
                read.labels(),
                read.retrain(),
                read.rollout(),
                read.explain(),
                "");
    }

    private static Set<String> documented() {
        Set<String> paths = new TreeSet<>();
        ManifestDocument.entries().forEach(entry -> paths.add(entry.path()));
        return paths;
    }

    /// What the reader says it would have expected in place of a stranger, section by section.
    private static Set<String> known() {
        Set<String> known = new TreeSet<>();
        for (String section : List.of(
                "",
                "data",
                "target",
                "preprocessing",
                "split",
                "selection",
                "gates",
                "gates.champion",
                "monitors",
                "monitors.drift",
                "monitors.performance",
                "monitors.quality",
                "labels",
                "retrain",
                "rollout",
                "explain")) {
            known.addAll(
                    expected(Task.REGRESSION, section, (section.isEmpty() ? "" : section + ".") + STRANGER + "=1"));
        }
        known.addAll(expected(Task.REGRESSION, "sweep", "sweep={" + STRANGER + ": 1}"));
        known.addAll(expected(
                Task.REGRESSION,
                "sweep.space.<parameter>",
                "sweep={algorithm: lightgbm, space: {subsample: {float: [0.5, 1], " + STRANGER + ": 1}}}"));
        known.addAll(expected(Task.REGRESSION, "views.<name>", "views.stats." + STRANGER + "=1"));
        for (String feature : List.of("n", "c", "b")) {
            known.addAll(expected(Task.REGRESSION, "features.<name>", "features." + feature + "." + STRANGER + "=1"));
        }
        for (String list : List.of(
                "preprocessing.ratios",
                "preprocessing.rotations",
                "preprocessing.distances",
                "preprocessing.clusters",
                "gates.fairness")) {
            known.addAll(expected(Task.REGRESSION, list + "[]", list + "=[{" + STRANGER + ": 1}]"));
        }
        for (Task task : Task.values()) {
            known.addAll(expected(task, "gates.limits", "gates.limits." + STRANGER + "=1"));
            known.addAll(expected(task, "selection.algorithms", "selection.algorithms." + STRANGER + "={}"));
            for (Algorithm algorithm : Algorithm.forTask(task)) {
                String path = "selection.algorithms." + algorithm.key();
                known.addAll(expected(task, path, path + "={" + STRANGER + ": 1}"));
            }
        }
        return known;
    }

    private static Set<String> expected(Task task, String section, String override) {
        ManifestException fault = catchThrowableOfType(ManifestException.class, () -> content(task, override));
        assertThat(fault).as(override).isNotNull();
        String list = fault.problems().stream()
                .map(ManifestException.Problem::message)
                .filter(message -> message.contains("unknown key") || message.contains(STRANGER))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^Found an unknown key, expected one of ", "")
                .replaceFirst("^Found '" + STRANGER + "', expected [^:]*: ", "")
                .replaceFirst("\\..*$", "");
        Set<String> paths = new TreeSet<>();
        for (String key : list.split(", ", -1)) {
            paths.add(section.isEmpty() ? key : section + "." + key);
        }
        return paths;
    }
}
