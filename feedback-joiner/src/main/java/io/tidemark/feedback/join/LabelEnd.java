package io.tidemark.feedback.join;

/// How a label ends. Until then it is pending.
public enum LabelEnd {
    /// A prediction has it, as its first label or as a correction.
    JOINED,
    /// The same revision was there before.
    DUPLICATE,
    /// A higher revision was there before it was used.
    STALE,
    /// It came, or was corrected, after the horizon of its prediction.
    LATE,
    /// No prediction came for it.
    ORPHANED,
    /// The model cannot have such a label, or the record is faulty: a dead letter.
    REFUSED;

    /// The end of a label that another one came before.
    ///
    /// @param former the other one's revision, this one's or a higher one
    static LabelEnd notNewer(int revision, int former) {
        return revision == former ? DUPLICATE : STALE;
    }
}
