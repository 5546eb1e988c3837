package io.tidemark.drift.topology;

import io.tidemark.drift.counting.PaneCounts;
import io.tidemark.drift.counting.PaneKey;
import io.tidemark.drift.reference.Subject;
import io.tidemark.event.DriftPane;
import io.tidemark.event.PaneSubject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Counts of a pane as records for the topic `drift-panes`: one per subject, and one for labels.
final class PaneDeltas {
    private static final ByteBuffer NO_COUNTS = ByteBuffer.allocate(0);

    private PaneDeltas() {}

    /// @param subjects what the histograms are of, in their order
    static List<DriftPane> of(PaneKey key, PaneCounts counts, List<Subject> subjects) {
        List<DriftPane> deltas = new ArrayList<>();
        if (counts.rows() > 0) {
            for (int i = 0; i < counts.histograms().size(); i++) {
                Subject subject = subjects.get(i);
                deltas.add(delta(
                        key,
                        subject.paneSubject(),
                        subject.feature(),
                        counts.rows(),
                        ByteBuffer.wrap(counts.histograms().get(i).toBytes())));
            }
            if (counts.histograms().isEmpty()) {
                deltas.add(delta(key, PaneSubject.PREDICTION, "", counts.rows(), NO_COUNTS));
            }
        }
        if (counts.labels() > 0) {
            deltas.add(delta(key, PaneSubject.LABEL, "", counts.labels(), NO_COUNTS));
        }
        return deltas;
    }

    /// Record key of a delta.
    static String key(DriftPane delta) {
        return delta.getModel() + "/" + delta.getVersion() + "/" + delta.getSubject()
                + (delta.getFeature().isEmpty() ? "" : "/" + delta.getFeature());
    }

    private static DriftPane delta(PaneKey key, PaneSubject subject, String feature, long count, ByteBuffer counts) {
        return DriftPane.newBuilder()
                .setModel(key.version().model())
                .setVersion(key.version().version())
                .setBundleSha256(key.version().bundleSha256())
                .setSubject(subject)
                .setFeature(feature)
                .setPaneStart(Instant.ofEpochMilli(key.paneStartMs()))
                .setCount(count)
                .setCounts(counts)
                .build();
    }
}
