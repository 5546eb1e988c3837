package io.tidemark.feedback.topology;

import io.tidemark.event.PerformancePane;
import io.tidemark.feedback.quality.PaneDelta;
import io.tidemark.feedback.quality.Place;
import io.tidemark.feedback.quality.QualityRow;
import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.terms.Segments.Segment;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Sends what is new about live quality: one delta for each pane and series that rows touch.
final class PaneSender {
    private final ProcessorContext<Object, Object> context;
    private final Clock clock;

    PaneSender(ProcessorContext<Object, Object> context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    void send(List<QualityRow> rows) {
        Map<PaneId, PaneDelta> deltas = new LinkedHashMap<>();
        for (QualityRow row : rows) {
            Place place = row.place();
            for (Segment segment : place.segments()) {
                PaneId id = new PaneId(new Series(row.line(), segment), place.paneStartMs(), place.threshold());
                deltas.computeIfAbsent(id, missing -> new PaneDelta(row.line().task(), place.threshold()))
                        .take(row.change());
            }
        }
        deltas.forEach((id, delta) -> {
            PerformancePane pane = PaneRecords.of(id.series(), id.startMs(), delta);
            context.forward(new Record<>(id.series().key(), pane, clock.millis()), FeedbackNames.PANES_OUT);
        });
    }

    /// A pane of a series. Rows that were counted before the threshold was known have a delta of their own: sums over
    /// different thresholds cannot be merged.
    ///
    /// @param startMs its start, inclusive, milliseconds since 1970-01-01 UTC
    private record PaneId(Series series, long startMs, double threshold) {}
}
