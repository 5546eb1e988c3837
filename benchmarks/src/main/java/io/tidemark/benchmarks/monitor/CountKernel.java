package io.tidemark.benchmarks.monitor;

import io.tidemark.drift.counting.PaneCounts;
import io.tidemark.drift.counting.RowCounter;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.event.Prediction;
import io.tidemark.stats.drift.RollingKs;
import io.tidemark.streamkit.topic.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counting without Kafka, one thread: rows a second, the median of some rounds.
final class CountKernel {
    private static final int ROWS = 4_096;
    private static final int ROUNDS = 9;

    private final Reference reference;
    private final int passes;

    /// @param passes how often the rows are gone over in a round
    CountKernel(Reference reference, int passes) {
        this.reference = reference;
        this.passes = passes;
    }

    /// Raw rows into bins.
    double rows(DriftLoad load) {
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, i -> load.row());
        return median(pane -> {
            for (double[] row : rows) {
                pane.addRow(row, row[DriftLoad.FEATURES]);
            }
        });
    }

    /// Bytes of predictions into bins, as the stream does it.
    double bytes(DriftLoad load, Topic<Prediction> topic) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            records.add(topic.values().serializer().serialize(topic.name(), load.prediction(i, ROWS)));
        }
        RowCounter counter = new RowCounter(new ReferenceLookup.Known(reference));
        return median(pane -> {
            for (byte[] record : records) {
                counter.count(topic.values().deserializer().deserialize(topic.name(), record), pane);
            }
        });
    }

    /// Nanoseconds for one row out of a window of 1,000, one in, and the exact Kolmogorov-Smirnov distance from a
    /// reference of 10,000.
    double rollingKsNs(DriftLoad load) {
        double[] sample = new double[10_000];
        Arrays.setAll(sample, i -> load.row()[0]);
        double[] stream = new double[ROWS];
        Arrays.setAll(stream, i -> load.row()[0]);
        double[] perRow = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            RollingKs window = new RollingKs(sample);
            for (int i = 0; i < 1_000; i++) {
                window.insert(stream[i]);
            }
            double largest = 0;
            long start = System.nanoTime();
            for (int i = 0; i < passes * ROWS; i++) {
                window.evict(stream[i % ROWS]);
                window.insert(stream[(i + 1_000) % ROWS]);
                largest = Math.max(largest, window.distance().orElseThrow());
            }
            perRow[round] = (double) (System.nanoTime() - start) / passes / ROWS;
            if (!(largest > 0)) {
                throw new IllegalStateException("Found no distance at all, expected some.");
            }
        }
        Arrays.sort(perRow);
        return perRow[ROUNDS / 2];
    }

    private interface Pass {
        void over(PaneCounts pane);
    }

    private double median(Pass pass) {
        double[] perSecond = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            PaneCounts pane = PaneCounts.over(reference);
            long start = System.nanoTime();
            for (int i = 0; i < passes; i++) {
                pass.over(pane);
            }
            perSecond[round] = (double) passes * ROWS / ((System.nanoTime() - start) / 1e9);
            if (pane.rows() != (long) passes * ROWS) {
                throw new IllegalStateException("Found " + pane.rows() + " rows, expected " + passes * ROWS + ".");
            }
        }
        Arrays.sort(perSecond);
        return perSecond[ROUNDS / 2];
    }
}
