package io.tidemark.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerformanceRuleTest {
    private static final String MANIFEST = """
            name: homes
            task: regression
            data: {source: homes.csv}
            target: {name: price}
            features: {rooms: {type: number}}
            selection: {algorithms: {ridge: {alpha: 1}}}
            """;

    @ParameterizedTest
    @CsvSource({"within_10pct < 0.65, true, 0.65", "mae>12, false, 12", "' bias  <  -1e3 ', true, -1000"})
    void aRuleNamesMetricSideAndLimit(String text, boolean below, double limit) {
        PerformanceRule rule = PerformanceRule.parse(text).orElseThrow();

        assertThat(rule.below()).isEqualTo(below);
        assertThat(rule.limit()).isEqualTo(limit);
        assertThat(rule.isBrokenBy(limit)).isFalse();
        assertThat(rule.isBrokenBy(below ? Math.nextDown(limit) : Math.nextUp(limit)))
                .isTrue();
        assertThat(PerformanceRule.parse(rule.toString())).contains(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mae", "mae <", "mae <= 3", "mae < many", "mae < NaN", "< 3", "mae < 3 4"})
    void otherTextsAreNone(String text) {
        assertThat(PerformanceRule.parse(text)).isEmpty();
    }

    @Test
    void aManifestHasRulesAndRefusesOthers() {
        assertThat(read("[\"within_10pct < 0.65\", \"bias > 5\"]")
                        .monitors()
                        .performance()
                        .rules())
                .containsExactly(
                        new PerformanceRule("within_10pct", true, 0.65), new PerformanceRule("bias", false, 5));
        assertThatThrownBy(() -> read("[\"auc < 0.7\"]"))
                .hasMessageContaining("monitors.performance.rules")
                .hasMessageContaining("a metric of this task");
        assertThatThrownBy(() -> read("[\"mae over 3\"]")).hasMessageContaining("within_10pct < 0.65");
    }

    private static ModelManifest read(String rules) {
        return ManifestReader.read("test", MANIFEST, List.of("monitors.performance.rules=" + rules));
    }
}
