package io.tidemark.feedback.join;

import java.util.ArrayList;
import java.util.List;

/// What is remembered of one request id: usually one prediction or one label. Changed by [RequestJoin] only.
public final class RequestState {
    private final List<HeldPrediction> predictions = new ArrayList<>(1);
    private final List<HeldLabel> labels = new ArrayList<>(1);

    /// Nothing yet.
    public RequestState() {}

    /// What was remembered before.
    public RequestState(List<HeldPrediction> predictions, List<HeldLabel> labels) {
        this.predictions.addAll(predictions);
        this.labels.addAll(labels);
    }

    public List<HeldPrediction> predictions() {
        return predictions;
    }

    public List<HeldLabel> labels() {
        return labels;
    }

    /// True when there is nothing to remember.
    public boolean isEmpty() {
        return predictions.isEmpty() && labels.isEmpty();
    }

    /// When something ends by itself next, milliseconds since 1970-01-01 UTC; the end of time when nothing is left.
    public long nextDueMs() {
        long next = Long.MAX_VALUE;
        for (HeldPrediction prediction : predictions) {
            next = Math.min(next, prediction.dueMs());
        }
        for (HeldLabel label : labels) {
            next = Math.min(next, label.dueMs());
        }
        return next;
    }
}
