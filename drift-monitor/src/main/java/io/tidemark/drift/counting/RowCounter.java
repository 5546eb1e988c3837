package io.tidemark.drift.counting;

import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.event.Outcome;
import io.tidemark.event.Prediction;
import io.tidemark.model.feature.RawEncoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Counts the rows of one version. What the scorer would refuse (wrong type, no number) counts as missing here: the
/// distribution is what matters. Belongs to one thread.
public final class RowCounter {
    /// Pane of a version without reference.
    public static final Duration PANE_WITHOUT_REFERENCE = Duration.ofMinutes(1);

    private static final double[] NO_ROW = {};

    private final @Nullable Known known;

    public RowCounter(ReferenceLookup lookup) {
        known = switch (lookup) {
            case ReferenceLookup.Known found -> new Known(found.reference());
            case ReferenceLookup.Missing ignored -> null;
        };
    }

    /// Empty counts of a pane.
    public PaneCounts newPane() {
        return known == null ? PaneCounts.withoutReference() : PaneCounts.over(known.reference);
    }

    /// Start of the pane that a moment falls into.
    ///
    /// @param timeMs event time, milliseconds since 1970-01-01 UTC
    public long paneStartMs(long timeMs) {
        if (known != null) {
            return known.reference.paneStartMs(timeMs);
        }
        long paneLengthMs = PANE_WITHOUT_REFERENCE.toMillis();
        return Math.floorDiv(timeMs, paneLengthMs) * paneLengthMs;
    }

    /// Counts a prediction.
    public void count(Prediction prediction, PaneCounts pane) {
        if (known == null) {
            pane.addRow(NO_ROW, prediction.getValue());
            return;
        }
        known.encoder.encode(prediction.getFeatures(), known.raw);
        pane.addRow(known.raw, known.reference.answer(prediction));
        pane.addPairs(known.raw, known.pairs);
    }

    /// Counts a label.
    public void count(Outcome outcome, PaneCounts pane) {
        if (known == null) {
            pane.addLabel(Double.NaN, 0);
        } else {
            pane.addLabel(known.reference.label(outcome), known.reference.lossThousandths(outcome));
        }
    }

    /// What is needed with a reference.
    private static final class Known {
        private final Reference reference;
        private final RawEncoder encoder;
        private final PairCounts.Scorer pairs;
        private final double[] raw;

        Known(Reference reference) {
            this.reference = reference;
            encoder = reference.newEncoder();
            pairs = new PairCounts.Scorer(reference.pairs(), reference.profile().features());
            raw = new double[encoder.width()];
        }
    }
}
