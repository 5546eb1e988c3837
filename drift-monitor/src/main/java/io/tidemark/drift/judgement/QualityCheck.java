package io.tidemark.drift.judgement;

import io.tidemark.model.manifest.QualitySpec;

/// One check of the live data; each is an alert kind of its own.
public enum QualityCheck {
    MISSING_VALUES(
            "missing-values",
            "missing_share",
            "values are missing",
            "Look at the producer: a field that is no longer sent, was renamed, or is null. Answers are made with what"
                    + " training fills in."),
    UNSEEN_CATEGORIES(
            "unseen-categories",
            "unseen_share",
            "categories that training never saw",
            "Look at what the new names are: a changed spelling is the producer's to mend, a new category is the"
                    + " manifest's to list before the next training."),
    OUT_OF_RANGE(
            "out-of-range",
            "out_of_range_share",
            "values outside of the range of training",
            "Look for a changed unit or sign upstream. The model answers as at the edge of what it knows."),
    OUTLIERS(
            "outliers",
            "outlier_share",
            "values far from all others",
            "Look for placeholders such as 999999 or a changed unit upstream; give the feature a range in the manifest"
                    + " to have them refused."),
    CORRELATION(
            "correlation",
            "correlation",
            "features go together otherwise than in training",
            "Look whether two fields were exchanged or one is computed otherwise now. When the world has changed,"
                    + " retrain."),
    CONSTANT_PREDICTIONS(
            "constant-predictions",
            "spread_ratio",
            "nearly the same answer to everything",
            "Look at what the requests hold: constant or missing features give constant answers. Roll back when the"
                    + " version is new."),
    LABEL_SHIFT(
            "label-shift",
            "psi",
            "labels are distributed otherwise than in training",
            "Look at how labels are made first. When the world has changed, retrain: thresholds and calibration are"
                    + " those of the old mixture."),
    CONCEPT_DRIFT(
            "concept-drift",
            "error_rate",
            "errors have become more frequent",
            "What follows from the features has changed, or labels are made otherwise. Retrain on outcomes since then;"
                    + " roll back when the version is new."),
    LATENCY(
            "latency",
            "latency_p99_ms",
            "answers take too long",
            "Look at the lag of the scoring stream and its instances; see also the runbook's section on a scorer that"
                    + " falls behind."),
    DEAD_LETTERS(
            "dead-letters",
            "dead_letter_share",
            "more requests than before become dead letters",
            "`tidemark redrive --dry-run` counts them by reason. Most often a producer has changed what it sends; mend"
                    + " it, then send them again."),
    NO_TRAFFIC(
            "no-traffic",
            "silence_seconds",
            "no requests come",
            "Look at the producers first, then at the scorer and at its lag in `tidemark status`.");

    private final String kind;
    private final String statistic;
    private final String finding;
    private final String advice;

    QualityCheck(String kind, String statistic, String finding, String advice) {
        this.kind = kind;
        this.statistic = statistic;
        this.finding = finding;
        this.advice = advice;
    }

    /// Kind of the alert, name of the check in the manifest, and its section in the runbook.
    public String kind() {
        return kind;
    }

    /// Name of what is measured.
    public String statistic() {
        return statistic;
    }

    /// Whether it is about the requests of the model as a whole, and not about those that one version answered.
    public boolean isOfModel() {
        return this == DEAD_LETTERS || this == NO_TRAFFIC;
    }

    /// What was found, in a few words.
    public String finding() {
        return finding;
    }

    /// What to do next.
    public String advice() {
        return advice;
    }

    /// Whether the manifest wants it.
    public boolean isWanted(QualitySpec spec) {
        return !spec.off().contains(kind);
    }
}
