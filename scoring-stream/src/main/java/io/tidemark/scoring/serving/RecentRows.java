package io.tidemark.scoring.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A sample of the raw rows that a model's traffic brought lately; a new version is tried on them before it answers.
///
/// Written by stream threads, read by the loader, without locks: the first rows are all kept, then every 64th.
public final class RecentRows {
    /// Most rows that are kept.
    static final int SLOTS = 256;
    private static final int SAMPLE_EVERY = 64;

    private final AtomicReferenceArray<double[]> rows = new AtomicReferenceArray<>(SLOTS);
    private final AtomicLong seen = new AtomicLong();

    /// Offers a row; copies it when it is sampled.
    public void offer(double[] raw) {
        long count = seen.getAndIncrement();
        if (count < SLOTS) {
            rows.set((int) count, raw.clone());
        } else if (count % SAMPLE_EVERY == 0) {
            rows.set((int) (count / SAMPLE_EVERY % SLOTS), raw.clone());
        }
    }

    /// The rows kept at this moment, in no order.
    public List<double[]> sample() {
        List<double[]> sample = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            double[] row = rows.get(i);
            if (row != null) {
                sample.add(row);
            }
        }
        return sample;
    }
}
