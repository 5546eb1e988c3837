package io.tidemark.drift.counting;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// Requests by what became of them.
public final class TrafficCounts implements Tally<TrafficCounts> {
    private long answers;
    private long letters;

    /// No counts.
    public TrafficCounts() {}

    /// @param answers requests that were answered, 0 or more
    /// @param letters requests that became dead letters, 0 or more
    public TrafficCounts(long answers, long letters) {
        this.answers = answers;
        this.letters = letters;
    }

    /// Requests that were answered.
    public long answers() {
        return answers;
    }

    /// Requests that became dead letters.
    public long letters() {
        return letters;
    }

    /// All requests.
    public long requests() {
        return answers + letters;
    }

    @Override
    public void merge(TrafficCounts other) {
        answers += other.answers;
        letters += other.letters;
    }

    @Override
    public void subtract(TrafficCounts other) {
        answers -= other.answers;
        letters -= other.letters;
    }

    @Override
    public TrafficCounts copy() {
        return new TrafficCounts(answers, letters);
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    /// Two numbers.
    public void writeTo(StateWriter out) {
        out.writeCount(answers);
        out.writeCount(letters);
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes are damaged
    public static TrafficCounts readFrom(StateReader in) {
        return new TrafficCounts(in.readCount(), in.readCount());
    }
}
