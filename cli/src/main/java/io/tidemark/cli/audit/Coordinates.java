package io.tidemark.cli.audit;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.Prediction;

/// Place of a record on its topic.
record Coordinates(int partition, long offset) {
    /// Place of the request that a prediction answers.
    static Coordinates of(Prediction prediction) {
        return new Coordinates(
                prediction.getSource().getPartition(), prediction.getSource().getOffset());
    }

    /// Place of the record that a letter holds.
    static Coordinates of(DeadLetter letter) {
        return new Coordinates(letter.getPartition(), letter.getOffset());
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
