package io.tidemark.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewsReaderTest {
    private static final String BASE = """
            name: some
            task: regression
            target: {name: t}
            selection: {algorithms: {ridge: {}}}
            features:
              n: {type: integer, range: [0, 10]}
              c: {type: category, categories: [x, y]}
              b: {type: boolean}
            """;

    @Test
    void viewIsReadWholeAndAlone() {
        String yaml = BASE + """
                data: {source: rows.csv, entity: who, event_time: at}
                views:
                  stats:
                    features: [n, c]
                    ttl: 7d
                    defaults: {n: 3, c: y}
                    history: updates.csv
                    late: ignore
                """;

        ViewSpec expected = new ViewSpec(
                "stats",
                List.of("n", "c"),
                Duration.ofDays(7),
                Map.of("n", 3L, "c", "y"),
                Optional.of(new DataSource.Files(Path.of("updates.csv"))),
                ViewSpec.Late.IGNORE);
        assertThat(ManifestReader.read("some", yaml, List.of()).views()).containsExactly(expected);
        assertThat(ManifestReader.views("some", yaml)).containsExactly(expected);
    }

    @Test
    void manifestWithoutViewsHasNoneWhateverElseIsInIt() {
        assertThat(ManifestReader.views("some", "name: old\nsomething: this build does not know\n"))
                .isEmpty();
    }

    @Test
    void featuresHaveToExistAndBelongToOneView() {
        refused("a: {features: [m], ttl: 1d}", "views.a.features: Found 'm', expected a feature of the section");
        refused(
                "a: {features: [n], ttl: 1d}\n  b: {features: [n], ttl: 1d}",
                "Found 'n', which the view a gives, expected it in one view only.");
        refused("a: {ttl: 1d}", "views.a.features: Found no features");
    }

    @Test
    void unknownKeyIsReportedWithTheNearest() {
        refused("a: {features: [n], tll: 1d, ttl: 1d}", "Nearest known key: ttl.");
    }

    @Test
    void timeToLiveIsSaidAndPositive() {
        refused("a: {features: [n]}", "views.a.ttl: Found nothing, expected how long a value holds");
        refused("a: {features: [n], ttl: 0s}", "expected a duration from 1s to 90d");
        refused("a: {features: [n], ttl: 91d}", "expected a duration from 1s to 90d");
    }

    @Test
    void defaultIsWhatTheFeatureTakes() {
        refused(
                "a: {features: [n], ttl: 1d, defaults: {n: 11}}",
                "Found 11, expected a value that the feature n takes.");
        refused("a: {features: [n], ttl: 1d, defaults: {n: 1.5}}", "Found 1.5, expected");
        refused("a: {features: [c], ttl: 1d, defaults: {c: z}}", "Found z, expected");
        refused("a: {features: [b], ttl: 1d, defaults: {b: 1}}", "Found 1, expected");
        refused("a: {features: [n], ttl: 1d, defaults: {b: true}}", "Found 'b', expected a feature of the view: n.");
    }

    @Test
    void otherEntityIsRefusedWithTheReason() {
        refused(
                "a: {features: [n], ttl: 1d, entity: b}",
                "Found 'b', expected entity_id: values lie on the partition of the record key");
    }

    @Test
    void historyNeedsTheColumnsThatItIsJoinedBy() {
        refused(
                "a: {features: [n], ttl: 1d, history: updates.csv}",
                "data.entity: Found none, expected the column of a row's entity");
        refused("a: {features: [n], ttl: 1d, history: 'gs://b/o'}", "expected a file or topic:feature-updates");
    }

    private static void refused(String views, String message) {
        assertThatThrownBy(() -> ManifestReader.read("some", BASE + "views:\n  " + views + "\n", List.of()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(message);
    }
}
