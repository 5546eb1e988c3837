package io.tidemark.drift.counting;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.stats.histogram.Histogram;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowCounterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");

    private final World world = new World(1);
    private final RowCounter counter = new RowCounter(new ReferenceLookup.Known(World.reference()));
    private final PaneCounts pane = counter.newPane();

    private void count(@Nullable Object income, @Nullable Object colour, double answer) {
        Map<String, @Nullable Object> features = new HashMap<>();
        features.put("income", income);
        features.put("colour", colour);
        counter.count(world.prediction(World.V1, NOW, features, answer), pane);
    }

    private Histogram income() {
        return pane.histograms().get(0);
    }

    private Histogram colour() {
        return pane.histograms().get(2);
    }

    @Test
    void valuesFallIntoTheirBins() {
        count(3.5, "green", 35);
        assertThat(income().present()).isEqualTo(1);
        assertThat(colour().count(1)).isEqualTo(1);
        assertThat(pane.histograms().getLast().present()).isEqualTo(1);
    }

    @Test
    void whatIsNoNumberIsMissing() {
        for (Object value : new @Nullable Object[] {null, Double.NaN, Double.NEGATIVE_INFINITY, "much", true}) {
            count(value, "red", 1);
        }
        assertThat(income().missing()).isEqualTo(5);
        assertThat(income().present()).isZero();
    }

    @Test
    void aFeatureThatIsNotThereIsMissing() {
        count(1.0, "red", 1);
        assertThat(pane.histograms().get(1).missing()).as("age").isEqualTo(1);
    }

    @Test
    void anOutlierAndTheLargestNumbersCountInTheOuterBins() {
        count(1e6, "red", 1);
        count(Double.MAX_VALUE, "red", 1);
        count(-Double.MAX_VALUE, "red", 1);
        assertThat(income().count(income().bins().values() - 1)).isEqualTo(2);
        assertThat(income().count(0)).isEqualTo(1);
    }

    @Test
    void aCategoryThatTrainingNeverSawIsUnseen() {
        count(1.0, "purple", 1);
        count(1.0, 7L, 1);
        count(1.0, null, 1);
        assertThat(colour().unseen()).isEqualTo(2);
        assertThat(colour().missing()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsNoNumberIsMissing() {
        count(1.0, "red", Double.NaN);
        assertThat(pane.histograms().getLast().missing()).isEqualTo(1);
    }

    @Test
    void aPaneBeginsWithItsFirstMillisecond() {
        assertThat(counter.paneStartMs(12_000)).isEqualTo(12_000);
        assertThat(counter.paneStartMs(12_999)).isEqualTo(12_000);
        assertThat(counter.paneStartMs(0)).isZero();
    }

    @Test
    void withoutReferenceRowsAreCountedByTheMinute() {
        RowCounter without = new RowCounter(new ReferenceLookup.Missing("it is gone."));
        PaneCounts rows = without.newPane();
        without.count(world.prediction(World.V1, NOW), rows);
        assertThat(rows.rows()).isEqualTo(1);
        assertThat(rows.histograms()).isEmpty();
        assertThat(without.paneStartMs(119_999)).isEqualTo(60_000);
    }

    @Test
    void keysOfPanesSortByTimeAndSurviveTheirText() {
        PaneKey early = new PaneKey(World.V1, 999);
        PaneKey late = new PaneKey(World.V1, 1_000);
        assertThat(List.of(late.text(), early.text())).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(PaneKey.parse(late.text())).isEqualTo(late);
    }
}
