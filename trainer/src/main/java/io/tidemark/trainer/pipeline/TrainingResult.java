package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.fit.ClusterComparison;
import io.tidemark.model.fit.ImputationComparison;
import io.tidemark.trainer.gates.GateReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came out of a run.
public final class TrainingResult {
    private final ModelBundle bundle;
    private final byte[] file;
    private final String sha256;
    private final SelectionResult selection;
    private final Optional<TuningResult> tuning;
    private final Evaluation evaluation;
    private final GateReport gates;
    private final RowSplit split;
    private final Insights insights;

    TrainingResult(
            ModelBundle bundle,
            byte[] file,
            String sha256,
            SelectionResult selection,
            Optional<TuningResult> tuning,
            Evaluation evaluation,
            GateReport gates,
            RowSplit split,
            Insights insights) {
        this.bundle = bundle;
        this.file = file;
        this.sha256 = sha256;
        this.selection = selection;
        this.tuning = tuning;
        this.evaluation = evaluation;
        this.gates = gates;
        this.split = split;
        this.insights = insights;
    }

    /// The model.
    public ModelBundle bundle() {
        return bundle;
    }

    /// Its file; not a copy.
    public byte[] file() {
        return file;
    }

    /// SHA-256 of the file.
    public String sha256() {
        return sha256;
    }

    /// What the comparison of algorithms came to.
    public SelectionResult selection() {
        return selection;
    }

    /// What the search for parameters came to; empty: the manifest has none.
    public Optional<TuningResult> tuning() {
        return tuning;
    }

    /// All candidates, best first.
    public List<CandidateScore> candidates() {
        return selection.candidates();
    }

    /// What it scores on rows that it has not seen.
    public Evaluation evaluation() {
        return evaluation;
    }

    /// What the gates say.
    public GateReport gates() {
        return gates;
    }

    /// Which base rows were used for what.
    public RowSplit split() {
        return split;
    }

    /// How missing numbers are filled in, and why.
    public List<ImputationComparison> imputations() {
        return insights.features().fit().imputations();
    }

    /// How many clusters there are, and why.
    public List<ClusterComparison> clusters() {
        return insights.features().fit().clusters();
    }

    /// Numbers of clusters that a model's score decided between; empty: none.
    public List<ClusterSearch.Trial> clusterTrials() {
        return insights.features().trials();
    }

    /// Quality on the judged rows by the manifest's segments.
    public List<Segments> segments() {
        return insights.segments();
    }

    /// Whether the prediction intervals hold what they promise on the judged rows; empty without intervals.
    public Optional<IntervalCheck> intervals() {
        return insights.intervals();
    }

    /// The probability from which on the positive class is best answered; empty for regression and for few rows.
    public Optional<TunedThreshold> tunedThreshold() {
        return insights.tunedThreshold();
    }

    /// What the model looks at, the most important feature first.
    public List<Importance> importances() {
        return insights.importances();
    }

    /// Metrics on the judged rows by name.
    public Map<String, Double> metrics() {
        return evaluation.metrics();
    }

    /// What is known of the model beyond its metrics.
    ///
    /// @param features the preprocessing and the evidence for it
    record Insights(
            FeatureFit features,
            List<Segments> segments,
            Optional<IntervalCheck> intervals,
            Optional<TunedThreshold> tunedThreshold,
            List<Importance> importances) {
        Insights {
            segments = List.copyOf(segments);
            importances = List.copyOf(importances);
        }
    }
}
