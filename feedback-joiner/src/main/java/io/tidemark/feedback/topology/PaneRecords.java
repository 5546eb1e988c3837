package io.tidemark.feedback.topology;

import io.tidemark.event.PerformancePane;
import io.tidemark.feedback.quality.PaneDelta;
import io.tidemark.feedback.quality.PaneTotals;
import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.stats.expect.ExpectedQuality;
import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.quantile.QuantileCounts;
import io.tidemark.wire.ByteBuffers;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Between deltas and the records that carry them.
final class PaneRecords {
    private static final byte[] NOTHING = {};

    private PaneRecords() {}

    /// @param startMs start of the pane, milliseconds since 1970-01-01 UTC
    static PerformancePane of(Series series, long startMs, PaneDelta delta) {
        Line line = series.line();
        return PerformancePane.newBuilder()
                .setModel(line.model())
                .setVersion(line.version())
                .setBundleSha256(line.sha256())
                .setVariant(line.variant())
                .setTask(line.task())
                .setSegmentFeature(series.segment().feature())
                .setSegmentValue(series.segment().value())
                .setPaneStart(Instant.ofEpochMilli(startMs))
                .setPredictions(delta.predictions())
                .setExpired(delta.expired())
                .setLabelled(delta.labelled())
                .setLabelDelayMsSum(delta.delayMsSum())
                .setAdded(bytes(delta.added()))
                .setRemoved(bytes(delta.removed()))
                .setLabelDelays(delays(delta.delays()))
                .setExpected(expected(delta.expected()))
                .build();
    }

    static Series series(PerformancePane pane) {
        return new Series(
                new Line(pane.getModel(), pane.getVersion(), pane.getBundleSha256(), pane.getVariant(), pane.getTask()),
                new Segment(pane.getSegmentFeature(), pane.getSegmentValue()));
    }

    static void add(PerformancePane pane, PaneTotals totals) {
        totals.add(
                pane.getPredictions(),
                pane.getExpired(),
                pane.getLabelled(),
                pane.getLabelDelayMsSum(),
                metrics(pane.getAdded()),
                metrics(pane.getRemoved()));
        byte[] delays = ByteBuffers.copy(pane.getLabelDelays());
        totals.addDelays(delays.length == 0 ? null : QuantileCounts.fromBytes(delays));
        byte[] expected = ByteBuffers.copy(pane.getExpected());
        totals.addExpected(expected.length == 0 ? null : ExpectedQuality.fromBytes(expected));
    }

    private static ByteBuffer delays(@Nullable QuantileCounts delays) {
        return ByteBuffer.wrap(delays == null ? NOTHING : delays.toBytes());
    }

    private static ByteBuffer expected(@Nullable ExpectedQuality expected) {
        return ByteBuffer.wrap(expected == null ? NOTHING : expected.toBytes());
    }

    private static ByteBuffer bytes(@Nullable MetricAccumulator metrics) {
        return ByteBuffer.wrap(metrics == null ? NOTHING : metrics.toBytes());
    }

    private static @Nullable MetricAccumulator metrics(ByteBuffer buffer) {
        byte[] bytes = ByteBuffers.copy(buffer);
        return bytes.length == 0 ? null : MetricAccumulator.fromBytes(bytes);
    }
}
