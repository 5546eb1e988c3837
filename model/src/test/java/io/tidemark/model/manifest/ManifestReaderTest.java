package io.tidemark.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.ManifestException.Problem;
import io.tidemark.stats.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String SMALL = """
            name: prices
            task: regression
            target: {name: price}
            features:
              area: {type: number}
              rooms: {type: number}
              city: {type: category, categories: [north, south]}
            selection:
              algorithms:
                ridge: {alpha: 1}
            """;

    @Test
    void allFaultsComeOutAtOnceInTheOrderOfTheirLines() {
        String yaml = """
                name: Prices
                task: regresion
                description: [a, list]
                target:
                  nam: price
                features:
                  area: {type: numbr, range: [5, 1]}
                  city: {type: category}
                splitt:
                  test: 0.2
                selection:
                  folds: 1
                  algorithms:
                    lightgbm: {num_leafs: 31}
                """;

        assertThat(problems(yaml))
                .extracting(Problem::place, Problem::key)
                .containsExactly(
                        tuple("line 1", "name"),
                        tuple("line 2", "task"),
                        tuple("line 3", "description"),
                        tuple("line 4", "target.name"),
                        tuple("line 5", "target.nam"),
                        tuple("line 7", "features.area.type"),
                        tuple("line 7", "features.area.range"),
                        tuple("line 8", "features.city.categories"),
                        tuple("line 9", "splitt"),
                        tuple("line 12", "selection.folds"),
                        tuple("line 14", "selection.algorithms.lightgbm"));
    }

    @Test
    void messageNamesFileLineKeyFoundAndExpected() {
        assertThatThrownBy(() -> read(SMALL, "split.test=2", "retrain.cooldown=soon"))
                .hasMessageStartingWith("some.yaml has 2 faults:\n")
                .hasMessageContaining("--set, split.test: Found 2, expected a number in [0.0, 1.0].")
                .hasMessageContaining("--set, retrain.cooldown: Found 'soon', expected a duration from 1s to 365d");
    }

    @ParameterizedTest
    @CsvSource({
        "split.sed=1, seed",
        "monitors.drift.minrows=200, min_rows",
        "retrain.auto=true, auto_activate",
        "selection.metric=maee, mae",
        "selection.algorithms={lightgb: {}}, lightgbm",
        "features.area.rang=1, range",
        "explain={shar: 0.1}, share",
    })
    void unknownNamesComeWithTheNearestKnownOne(String override, String nearest) {
        assertThat(problems(SMALL, override))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).containsPattern("Nearest[a-z ]*: " + nearest));
    }

    @Test
    void aNameThatResemblesNothingComesWithoutAGuess() {
        assertThat(problems(SMALL, "split.zzzzzzzz=1").getFirst().message()).doesNotContain("Nearest");
    }

    @Test
    void aKeyThatStandsTwiceIsReportedBesideTheOthers() {
        List<Problem> problems = problems(SMALL + "name: other\nsplit: {seed: x}\n");

        assertThat(problems)
                .extracting(Problem::place, Problem::key, Problem::message)
                .contains(
                        org.assertj.core.api.Assertions.tuple(
                                "line 11", "name", "Found this key twice, expected it once."),
                        org.assertj.core.api.Assertions.tuple(
                                "line 12", "split.seed", "Found 'x', expected a whole number."));
    }

    /// The scorer reads it of bundles that other releases wrote.
    @Test
    void howAnswersAreExplainedIsReadWhateverElseTheManifestHolds() {
        assertThat(ManifestReader.readExplain("some.yaml", SMALL)).isEqualTo(ExplainSpec.DEFAULT);
        assertThat(ManifestReader.readExplain("some.yaml", "of: tomorrow\nexplain: {share: 0.01, top: 10}\n"))
                .isEqualTo(new ExplainSpec(0.01, 10))
                .isEqualTo(read(SMALL + "explain: {share: 0.01, top: 10}\n").explain());
        assertThatThrownBy(() -> ManifestReader.readExplain("some.yaml", "explain: {share: 2, tpo: 3}\n"))
                .hasMessageContaining("line 1, explain.share: Found 2, expected a number in [0.0, 1.0].")
                .hasMessageContaining("Nearest known key: top");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name:", "name: null", "name: ~", "name: ''"})
    void anEmptyNameIsNoName(String name) {
        assertThat(problems(SMALL.replaceFirst("name: prices", name)))
                .extracting(Problem::key)
                .containsExactly("name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n",
                "# only a comment\n",
                "just a text",
                "[1, 2]",
                "---\na: 1\n---\nb: 2\n",
                "a: [",
                "\ta: 1"
            })
    void whatIsNoManifestIsOneFault(String yaml) {
        assertThat(problems(yaml)).hasSize(1);
    }

    @Test
    void aNestThatNeverEndsIsRefused() {
        assertThat(problems("a: &a [*a]\n")).hasSize(1);
        assertThat(problems("a: " + "[".repeat(60) + "]".repeat(60))).hasSize(1);
    }

    @Test
    void bombsOfAliasesAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "x]\n");
        }

        assertThat(problems(bomb.toString())).hasSize(1);
    }

    @Test
    void overridesWinOverTheFile() {
        ModelManifest manifest = read(
                SMALL + "split: {test: 0.1, seed: 3}\ngates: {champion: {max_worse_pct: 9}}\n",
                "split.test=0.3",
                "monitors.drift.windows={fast: 5m}",
                "selection.algorithms.ridge.alpha=[1, 2]",
                "gates.champion=",
                "data.sha256=null",
                "features.area.unit=m2");

        assertThat(manifest.split()).isEqualTo(new SplitSpec(0.3, 3, SplitSpec.By.RANDOM, Optional.empty()));
        assertThat(manifest.monitors().drift().windows()).isEqualTo(Map.of("fast", Duration.ofMinutes(5)));
        assertThat(manifest.selection().algorithms().getFirst().grid()).isEqualTo(Map.of("alpha", List.of(1L, 2L)));
        assertThat(manifest.gates().champion()).isEmpty();
        assertThat(manifest.data().sha256()).isEmpty();
    }

    @Test
    void anOverrideFillsASectionThatIsEmpty() {
        assertThat(read(SMALL + "split:\n", "split.seed=9").split().seed()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "split.test | expected key=value",
                "=3 | expected key=value",
                "name.first=x | expected a section",
                "split={test: | Not YAML",
                "..=1 | unknown key",
            })
    void overridesThatCannotBeLaidAreReported(String override, String expected) {
        assertThat(problems(SMALL, override)).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo("--set");
            assertThat(problem.message()).contains(expected);
        });
    }

    @Test
    void faultsOfOverridesComeBesideThoseOfTheFile() {
        assertThat(problems(SMALL + "split: {seed: x}\n", "a", "b", "split.test=7"))
                .extracting(Problem::place)
                .containsExactly("line 11", "--set", "--set", "--set");
    }

    @Test
    void theTextOfAManifestGivesTheSameManifest() {
        ModelManifest manifest = read(
                SMALL,
                "description=\"yes: 'no' # \\\"1\\\" \\u00e4 \\n\"",
                "features.city.categories=[\"1\", \"010\", \"0x1f\", \"true\", \"True\", \"null\", \"~\", \".inf\", \"\", \" x\"]",
                "features.area.range=[-.inf, 1.0e+30]",
                "split.seed=-9223372036854775808",
                "gates.parity=1e-9");

        ModelManifest again = ManifestReader.read("again", manifest.yaml(), List.of());

        assertThat(again).isEqualTo(manifest);
        assertThat(((CategoryFeature) again.feature("city").orElseThrow()).categories())
                .containsExactly("1", "010", "0x1f", "true", "True", "null", "~", ".inf", "", " x");
    }

    @ParameterizedTest
    @CsvSource({"010, 10", "08, 8", "0x1F, 31", "0o17, 15", "-5, -5", "+5, 5"})
    void wholeNumbersAreReadAsYamlDefinesThem(String text, long expected) {
        assertThat(read(SMALL, "split.seed=" + text).split().seed()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "0xFFFFFFFFFFFFFFFFFF", "1.5", "1e3", "'1'", "true"})
    void whatIsNoWholeNumberIsRefused(String text) {
        assertThat(problems(SMALL, "split.seed=" + text))
                .extracting(Problem::key)
                .containsExactly("split.seed");
    }

    @Test
    void categoriesThatAreNumbersCountAsTheirText() {
        ModelManifest manifest = read(SMALL, "features.city.categories=[1, 2.0, 2.5, true]");

        assertThat(((CategoryFeature) manifest.feature("city").orElseThrow()).categories())
                .containsExactly("1", "2", "2.5", "true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target.name=area | features | among the features",
                "target.classes=[a, b] | target.classes | regression",
                "target.threshold=0.5 | target.threshold | regression",
                "target.tune_threshold=true | target.tune_threshold | regression",
                "features.area.range=[.nan, 1] | features.area.range | low <= high",
                "features.area.typical=[0, .inf] | features.area.typical | finite",
                "features.area={type: number, range: [0, 5], typical: [0, 6]} | features.area.typical | inside the range",
                "features.city.categories=[a, a] | features.city.categories | twice",
                "features.city.categories=[] | features.city.categories | at least one",
                "features.area=3 | features.area | a section",
                "features.area={} | features.area | type: number",
                "features.area={type: } | features.area | type: number",
                "preprocessing.ratios=[{name: r, of: [area]}] | preprocessing.ratios[0].of | two",
                "preprocessing.ratios=[{name: r, of: [area, city]}] | preprocessing.ratios[0].of | a number feature",
                "preprocessing.ratios=[{of: [area, rooms]}] | preprocessing.ratios[0].name | a text",
                "preprocessing.ratios=[{name: area, of: [area, rooms]}] | preprocessing.ratios | name of its own",
                "preprocessing.ratios=[1] | preprocessing.ratios | a list of sections",
                "preprocessing.clusters=[{name: k, of: [area], k: [1, 3]}] | preprocessing.clusters[0].k | 2 to 1000",
                "preprocessing.clusters=[{name: k, of: [area], k: [2.5, 3]}] | preprocessing.clusters[0].k | whole",
                "preprocessing.clusters=[{name: k, of: []}] | preprocessing.clusters[0].of | at least one",
                "preprocessing.clusters=[{name: area, of: [area]}] | preprocessing.clusters | name of its own",
                "preprocessing.clusters=[{name: k, of: [area], by: luck}] | preprocessing.clusters[0].by | silhouette, score",
                "preprocessing.imputation=mode | preprocessing.imputation | compare, median, mean, knn, iterative",
                "preprocessing.imputation_of={city: knn} | preprocessing.imputation_of.city | a number feature",
                "preprocessing.imputation_of={area: mode} | preprocessing.imputation_of.area | iterative",
                "preprocessing.rotations=[{name: r, of: [area, rooms]}] | preprocessing.rotations[0].degrees | no angles",
                "preprocessing.rotations=[{name: r, of: [area, rooms], degrees: [9, 9]}] | preprocessing.rotations[0].degrees | twice",
                "preprocessing.rotations=[{name: r, of: [area, rooms], degrees: [361]}] | preprocessing.rotations[0].degrees | [-360.0, 360.0]",
                "preprocessing.rotations=[{name: r, of: [area], degrees: [9]}] | preprocessing.rotations[0].of | two",
                "preprocessing.rotations=[{name: area, of: [area, rooms], degrees: [9]}] | preprocessing.rotations | name of its own",
                "preprocessing.distances=[{name: d, of: [area]}] | preprocessing.distances[0].points | no points",
                "preprocessing.distances=[{name: d, of: [area], points: {p: [1, 2]}}] | preprocessing.distances[0].points.p | expected 1",
                "preprocessing.distances=[{name: d, of: [area], points: {p: here}}] | preprocessing.distances[0].points.p | list of numbers",
                "preprocessing.distances=[{name: d, of: [area, rooms], measure: haversine, points: {p: [34, 118]}}] | preprocessing.distances[0].points.p | [longitude, latitude]",
                "preprocessing.distances=[{name: d, of: [area, rooms], measure: miles, points: {p: [1, 1]}}] | preprocessing.distances[0].measure | haversine",
                "target.transform=ln | target.transform | log1p",
                "split.test=0 | split.test | above 0",
                "split.test=1 | split.test | below 1",
                "split.by=luck | split.by | random, time",
                "split.by=time | split.column | holds the time",
                "selection.algorithms={} | selection.algorithms | at least one",
                "selection.algorithms={logistic: {}} | selection.algorithms.logistic | an algorithm for this task",
                "selection.algorithms={ridge: {alpha: much}} | selection.algorithms.ridge | a number",
                "selection.algorithms={ridge: {alpha: []}} | selection.algorithms.ridge.alpha | a value",
                "selection.algorithms={lightgbm: {num_leaves: 1}} | selection.algorithms.lightgbm | whole number",
                "selection.algorithms={lightgbm: {num_leaves: 7.5}} | selection.algorithms.lightgbm | whole number",
                "selection.algorithms={lightgbm: {subsample: 1.5}} | selection.algorithms.lightgbm | [1.0E-9, 1.0]",
                "selection.algorithms={random_forest: {max_features: all}} | selection.algorithms.random_forest | sqrt",
                "selection.metric=auc | selection.metric | a metric of this task",
                "selection={folds: 3, algorithms: {forest: {}}} | selection.algorithms.forest | random_forest",
                "selection.algorithms={gradient_boosting: {max_depth: 17}} | selection.algorithms.gradient_boosting | 16",
                "selection.overfit=0.5 | selection.overfit | [1.0, 1000.0]",
                "sweep=3 | sweep | a section",
                "sweep={trials: 0} | sweep.trials | 1 to 10000",
                "sweep={method: gauss} | sweep.method | gp, tpe, random",
                "sweep={prune: mean} | sweep.prune | median, asha, none",
                "sweep={metric: auc} | sweep.metric | a metric of this task",
                "sweep={algorithm: logistic} | sweep.algorithm | best or an algorithm for this task",
                "sweep={space: {alpha: 1}} | sweep.space | the name of one in sweep.algorithm",
                "sweep={algorithm: ridge, space: {alfa: 1}} | sweep.space.alfa | a parameter of ridge",
                "sweep={algorithm: ridge, space: {alpha: {float: [2, 1]}}} | sweep.space.alpha.float | low <= high",
                "sweep={algorithm: ridge, space: {alpha: {float: [-1, 1]}}} | sweep.space.alpha | a number, in",
                "sweep={algorithm: ridge, space: {alpha: {}}} | sweep.space.alpha | of int, float and choice, expected one",
                "sweep={algorithm: ridge, space: {alpha: [1, 1]}} | sweep.space.alpha | each value once",
                "sweep={algorithm: ridge, space: {alpha: 1}} | sweep.space | at least one",
                "sweep={algorithm: lightgbm, space: {num_leaves: {int: [2, 9.5]}}} | sweep.space.num_leaves.int | whole",
                "sweep={algorithm: lightgbm, space: {num_leaves: {int: [1, 9]}}} | sweep.space.num_leaves | whole number",
                "sweep={algorithm: lightgbm, space: {subsample: {choice: [0.5, 2]}}} | sweep.space.subsample | 1.0",
                "sweep={algorithm: lightgbm, space: {reg_alpha: {float: [0, 1], log: true}}} | sweep.space.reg_alpha.log | above 0",
                "gates.limits={r2: } | gates.limits.r2 | a number",
                "gates.limits={auc: 1} | gates.limits.auc | a metric of this task",
                "gates.parity=-1 | gates.parity | from 0.0 on",
                "monitors.segments=[area] | monitors.segments | a category feature",
                "monitors.drift.windows={fast: } | monitors.drift.windows.fast | a duration",
                "monitors.drift={pane: 7s, windows: {fast: 1m}} | monitors.drift.windows.fast | multiple of the pane, 7s",
                "monitors.performance.windows={fast: 1500ms} | monitors.performance.windows.fast | multiple of 1s",
                "monitors.performance={windows: {day: 1d}, tumbling: {day: 1d}} | monitors.performance.tumbling.day | expected another one",
                "monitors.performance.tumbling={day: 1500ms} | monitors.performance.tumbling.day | expected whole seconds",
                "labels.horizon=30 | labels.horizon | a duration",
                "retrain.min_replay_rows=9 | retrain.min_replay_rows | from 10",
                "retrain.on_drift=yes | retrain.on_drift | true or false",
                "data.sha256=abc | data.sha256 | 64",
                "data.source=ftp://x | data.source | expected a path",
            })
    void whatCannotWorkIsRefused(String override, String key, String expected) {
        assertThat(problems(SMALL, override)).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).contains(expected);
        });
    }

    @Test
    void aBinaryTargetHasTwoClassesAndNoRange() {
        assertThat(problems(
                        SMALL,
                        "task=binary",
                        "target.range=[0, 1]",
                        "target.transform=log",
                        "selection.algorithms={logistic: {}}"))
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("target.classes", "target.range", "target.transform");
    }

    @Test
    void aFileThatIsNotThereIsAFault(@TempDir Path folder) {
        assertThatThrownBy(() -> ManifestReader.read(folder.resolve("housing.yaml"), List.of()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("Found no such file");
    }

    @Test
    void aFolderKnowsItsManifestsByName(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prices.yaml"), SMALL);
        Files.writeString(folder.resolve("other.yaml"), SMALL);
        ManifestFolder manifests = new ManifestFolder(folder, List.of("split.seed=5"));

        assertThat(manifests.has("prices")).isTrue();
        assertThat(manifests.has("nothing")).isFalse();
        assertThat(manifests.manifest("prices").split().seed()).isEqualTo(5);
        assertThatThrownBy(() -> manifests.manifest("other")).hasMessageContaining("Found 'prices', expected 'other'");
        assertThatThrownBy(() -> manifests.manifest("../prices")).isInstanceOf(IllegalArgumentException.class);
    }

    private static final String MULTICLASS = """
            name: iris
            task: multiclass
            target: {name: species, classes: [setosa, versicolor, virginica]}
            selection: {algorithms: {lightgbm: {}, logistic: {}}}
            gates: {champion: {}}
            sweep: {}
            features: {petal: {type: number}}
            """;

    @Test
    void severalClassesAreReadWithMetricsOfTheirOwn() {
        ModelManifest manifest = ManifestReader.read("iris.yaml", MULTICLASS, List.of());

        assertThat(manifest.task()).isEqualTo(Task.MULTICLASS);
        assertThat(manifest.target().classes()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(manifest.selection().metric()).isEqualTo("log_loss");
        assertThat(manifest.monitors().performance().metric()).isEqualTo("log_loss");
        assertThat(manifest.target().interval()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target.classes=[a, b] | Found 2 classes, expected 3 to 100",
                "target.classes=[a, b, a] | Found a class twice",
                "target.threshold=0.4 | the task is multiclass",
                "target.tune_threshold=true | the task is multiclass",
                "target.transform=log | the task is multiclass",
                "selection.metric=auc | Found 'auc', expected a metric of this task: log_loss",
                "selection.algorithms={ridge: {}} | Found 'ridge', expected an algorithm for this task: lightgbm, random_forest, extra_trees, gradient_boosting, decision_tree, logistic"
            })
    void whatSeveralClassesCannotHaveIsRefused(String override, String reason) {
        assertThatThrownBy(() -> ManifestReader.read("iris.yaml", MULTICLASS, List.of(override)))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void everyMetricThatAManifestCanNameIsComputed(Task task) {
        assertThat(MetricNames.of(task))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Metric.find(name)).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "housing.csv, housing.csv",
        "file:housing.csv, housing.csv",
        "file:///data/housing.csv, /data/housing.csv",
        "https://host/a/b.tgz?x=1, https://host/a/b.tgz?x=1",
        "gs://bucket/a/b.csv, gs://bucket/a/b.csv",
        "topic:outcomes, topic:outcomes",
        "'topic:outcomes,to=2026-01-01T00:00:00Z,from-offsets=1:7/0:3', 'topic:outcomes,to=2026-01-01T00:00:00Z,from-offsets=0:3/1:7'",
        "synthetic:, 'synthetic:rows=20000,seed=42'",
        "'synthetic:rows=5,seed=-1', 'synthetic:rows=5,seed=-1'",
        "'synthetic: seed = 7', 'synthetic:rows=20000,seed=7'",
    })
    void addressesOfDataAreUnderstood(String address, String expected) {
        assertThat(DataSource.parse(address).address()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "ftp://host/x",
                "http:",
                "http://",
                "https:/x",
                "gs:",
                "gs://",
                "gs://bucket",
                "gs://bucket/",
                "gs:bucket/x",
                "topic:",
                "topic:outcomes,from=yesterday",
                "topic:outcomes,from-offsets=0:1/0:2",
                "topic:outcomes,from-offsets=0",
                "topic:outcomes,since=2026-01-01T00:00:00Z",
                "synthetic:rows",
                "synthetic:rows=",
                "synthetic:rows=many",
                "synthetic:rows=0",
                "synthetic:rows=99999999999",
                "synthetic:row=1",
                "synthetic:rows=1,",
                "file://host/x"
            })
    void addressesThatAreNoneAreRefused(String address) {
        assertThatThrownBy(() -> DataSource.parse(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "2d, 172800", "5m, 300", "1 h, 3600", "1500ms, 1"})
    void durationsAreANumberAndAUnit(String text, long seconds) {
        Duration duration = Durations.parse(text).orElseThrow();

        assertThat(duration.toSeconds()).isEqualTo(seconds);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(Optional.of(duration));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "-1s", "1.5h", "1w", "9999999999s", "1h30m"})
    void otherTextsAreNoDurations(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    private static ModelManifest read(String yaml, String... overrides) {
        return ManifestReader.read("some.yaml", yaml, Arrays.asList(overrides));
    }

    private static List<Problem> problems(String yaml, String... overrides) {
        ManifestException fault = catchThrowableOfType(ManifestException.class, () -> read(yaml, overrides));
        assertThat(fault).as("a fault").isNotNull();
        return fault.problems();
    }

    private static org.assertj.core.groups.Tuple tuple(String place, String key) {
        return org.assertj.core.api.Assertions.tuple(place, key);
    }
}
