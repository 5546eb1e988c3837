package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.PerformancePane;
import io.tidemark.event.Task;
import io.tidemark.feedback.quality.PaneDelta;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.quality.SeriesState;
import io.tidemark.feedback.quality.WindowShape;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.feedback.terms.VersionTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class QualityStoreTest {
    private static final long NOW_MS = FeedbackRig.START.toEpochMilli();
    private static final Line LINE = new Line("homes", 1, FeedbackRig.SHA, "champion", Task.REGRESSION);
    private static final Series ALL = new Series(LINE, Segment.ALL);

    private final VersionTerms terms =
            FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST)).of("homes", FeedbackRig.SHA);
    private final KeyValueStore<String, byte[]> totals = store("totals");
    private final KeyValueStore<String, byte[]> panes = store("panes");
    private final KeyValueStore<String, byte[]> windows = store("windows");
    private final QualityStore store = new QualityStore(totals, panes, new TumblingWindows(windows));

    private static KeyValueStore<String, byte[]> store(String name) {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }

    private static PerformancePane pane(Change... changes) {
        PaneDelta delta = new PaneDelta(Task.REGRESSION, 0.5);
        for (Change change : changes) {
            delta.take(change);
        }
        return PaneRecords.of(ALL, NOW_MS, delta);
    }

    private static Map<String, byte[]> entries(KeyValueStore<String, byte[]> store) {
        Map<String, byte[]> entries = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
        }
        return entries;
    }

    @Test
    void aDeltaThatDoesNotFitChangesNothing() {
        store.add(pane(new Change.Labelled(90, 100, 1), new Change.Labelled(80, 100, 1)), terms, NOW_MS);
        Map<String, byte[]> totalsBefore = entries(totals);
        Map<String, byte[]> panesBefore = entries(panes);
        byte[] inMemory = whole().toBytes();

        PerformancePane neverAdded = pane(new Change.Relabelled(7, 95, 100));
        assertThatThrownBy(() -> store.add(neverAdded, terms, NOW_MS)).isInstanceOf(IllegalArgumentException.class);
        assertThat(entries(totals)).containsExactlyInAnyOrderEntriesOf(totalsBefore);
        assertThat(entries(panes)).containsExactlyInAnyOrderEntriesOf(panesBefore);
        assertThat(whole().toBytes()).isEqualTo(inMemory);
    }

    /// After a restart while the bundle is away, panes go on where they were.
    @Test
    void theWindowsOfAVersionAreKnownWhileItsBundleIsAway() {
        store.add(pane(new Change.Labelled(90, 100, 1)), terms, NOW_MS);
        QualityStore restarted = new QualityStore(totals, panes, new TumblingWindows(windows));
        restarted.add(pane(new Change.Labelled(80, 100, 1)), VersionTerms.UNKNOWN, NOW_MS);
        SeriesState whole = restarted.wholes().getFirst();
        assertThat(QualityStore.shapes(whole, VersionTerms.UNKNOWN))
                .extracting(WindowShape::name)
                .containsExactly("fast", "slow");
        for (WindowShape shape : whole.shapes()) {
            assertThat(restarted.moveOn(ALL, shape, NOW_MS, shape.start(NOW_MS)).labelled())
                    .isEqualTo(2);
        }
    }

    /// What changed and was not told before the end is told afterwards, and nothing else is.
    @Test
    void whatIsToBeToldIsKnownAfterARestart() {
        VersionTerms tumbling = FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST.replace(
                        "performance: {", "performance: {tumbling: {hour: 1h, day: 1d}, ")))
                .of("homes", FeedbackRig.SHA);
        store.add(pane(new Change.Labelled(90, 100, 1)), tumbling, NOW_MS);
        List<String> told = new ArrayList<>();
        store.tellTumbling(whole(), whole(), tumbling, (window, start, end, quality) -> told.add(window));
        assertThat(told).containsExactly("hour", "day");
        store.tellTumbling(whole(), whole(), tumbling, (window, start, end, quality) -> told.add(window));
        assertThat(told).as("nothing has changed").hasSize(2);
        store.add(pane(new Change.Labelled(80, 100, 1)), tumbling, NOW_MS);

        QualityStore restarted = new QualityStore(totals, panes, new TumblingWindows(windows));
        SeriesState kept = restarted.wholes().getFirst();
        List<Long> labelled = new ArrayList<>();
        for (int look = 0; look < 2; look++) {
            restarted.tellTumbling(
                    kept, kept, tumbling, (window, start, end, quality) -> labelled.add(quality.labelled()));
        }
        assertThat(labelled).containsExactly(2L, 2L);
        QualityStore again = new QualityStore(totals, panes, new TumblingWindows(windows));
        again.tellTumbling(kept, kept, tumbling, (window, start, end, quality) -> labelled.add(0L));
        assertThat(labelled).hasSize(2);
    }

    private SeriesState whole() {
        return store.wholes().getFirst();
    }
}
