package io.tidemark.drift.counting;

import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
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

    private final @Nullable Reference reference;
    private final @Nullable RawEncoder encoder;
    private final double[] raw;

    public RowCounter(ReferenceLookup lookup) {
        switch (lookup) {
            case ReferenceLookup.Known known -> {
                reference = known.reference();
                encoder = known.reference().newEncoder();
                raw = new double[encoder.width()];
            }
            case ReferenceLookup.Missing ignored -> {
                reference = null;
                encoder = null;
                raw = NO_ROW;
            }
        }
    }

    /// Empty counts of a pane.
    public PaneCounts newPane() {
        return reference == null ? PaneCounts.withoutReference() : PaneCounts.over(reference);
    }

    /// Start of the pane that a moment falls into.
    ///
    /// @param timeMs event time, milliseconds since 1970-01-01 UTC
    public long paneStartMs(long timeMs) {
        if (reference != null) {
            return reference.paneStartMs(timeMs);
        }
        long paneLengthMs = PANE_WITHOUT_REFERENCE.toMillis();
        return Math.floorDiv(timeMs, paneLengthMs) * paneLengthMs;
    }

    /// Counts a prediction.
    public void count(Prediction prediction, PaneCounts pane) {
        if (encoder != null) {
            encoder.encode(prediction.getFeatures(), raw);
        }
        pane.addRow(raw, reference == null ? prediction.getValue() : reference.answer(prediction));
    }
}
