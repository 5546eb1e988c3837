package io.tidemark.drift.topology;

import io.tidemark.drift.counting.PaneCounts;
import io.tidemark.drift.counting.PaneKey;
import io.tidemark.drift.counting.SubjectCounts;
import io.tidemark.drift.reference.Subject;
import io.tidemark.event.DriftPane;
import io.tidemark.event.PaneSubject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts of a pane as records for the topic `drift-panes`: one per subject, one for pairs, latencies and
/// labels each where there are any.
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
                                Optional.of(counts.subjects().get(i)))
                        .build());
            }
            if (counts.subjects().isEmpty()) {
                deltas.add(delta(key, PaneSubject.PREDICTION, "", counts.rows(), Optional.empty())
                        .build());
            }
            addOthers(key, counts, deltas);
        }
        if (counts.labels() > 0) {
            deltas.add(delta(key, PaneSubject.LABEL, "", counts.labels(), counts.labelled())
                    .setLosses(counts.losses())
                    .build());
        }
        return deltas;
    }

    private static void addOthers(PaneKey key, PaneCounts counts, List<DriftPane> deltas) {
        if (!counts.pairs().sums().isEmpty()) {
            deltas.add(delta(key, PaneSubject.PAIRS, "", counts.rows(), Optional.empty())
                    .setDetails(ByteBuffer.wrap(counts.pairs().toBytes()))
                    .build());
        }
        long timed = counts.latency().histogram().total();
        if (timed > 0 && !counts.subjects().isEmpty()) {
            deltas.add(delta(key, PaneSubject.LATENCY, "", timed, Optional.of(counts.latency()))
                    .build());
        }
    }

    /// Requests of a model that became dead letters.
    ///
    /// @param count how many, 1 or more
    /// @param atMs when they are delivered
    static DriftPane letters(String model, long count, long atMs) {
        return DriftPane.newBuilder()
                .setModel(model)
                .setVersion(0)
                .setBundleSha256("")
                .setSubject(PaneSubject.LETTERS)
                .setFeature("")
                .setPaneStart(Instant.ofEpochMilli(atMs))
                .setCount(count)
                .setCounts(NO_COUNTS)
                .build();
    }

    /// Record key of a delta.
    static String key(DriftPane delta) {
        return delta.getModel() + "/" + delta.getVersion() + "/" + delta.getSubject()
                + (delta.getFeature().isEmpty() ? "" : "/" + delta.getFeature());
    }

    private static DriftPane.Builder delta(
            PaneKey key, PaneSubject subject, String feature, long count, Optional<SubjectCounts> counts) {
        return DriftPane.newBuilder()
                .setModel(key.version().model())
                .setVersion(key.version().version())
                .setBundleSha256(key.version().bundleSha256())
                .setSubject(subject)
                .setFeature(feature)
                .setPaneStart(Instant.ofEpochMilli(key.paneStartMs()))
                .setCount(count)
                .setCounts(counts.map(of -> ByteBuffer.wrap(of.histogram().toBytes()))
                        .orElse(NO_COUNTS))
                .setDetails(counts.map(of -> ByteBuffer.wrap(of.detailBytes())).orElse(NO_COUNTS));
    }
}
