package io.tidemark.stats.metric;

import static io.tidemark.stats.metric.MetricDirection.HIGHER_IS_BETTER;
import static io.tidemark.stats.metric.MetricDirection.LOWER_IS_BETTER;
import static io.tidemark.stats.metric.MetricDirection.NEARER_TO_ZERO_IS_BETTER;
import static io.tidemark.stats.metric.MetricUnit.NUMBER;
import static io.tidemark.stats.metric.MetricUnit.PERCENT;
import static io.tidemark.stats.metric.MetricUnit.SHARE;
import static io.tidemark.stats.metric.MetricUnit.TARGET;

import java.util.Optional;
import java.util.stream.Stream;

/// Every metric, by the name that manifests, topics and reports use.
///
/// Errors are predicted minus actual; a percentage error is |error| / |actual|, with 2^-52 in place of an actual
/// value of 0 as scikit-learn has it (a single such row makes the mean useless, so that one shows).
public enum Metric {
    /// Mean absolute error.
    MAE("mae", LOWER_IS_BETTER, TARGET),
    /// Root of the mean squared error.
    RMSE("rmse", LOWER_IS_BETTER, TARGET),
    /// Coefficient of determination; for a constant target 1 when all errors are 0 and else 0; needs two rows.
    R2("r2", HIGHER_IS_BETTER, NUMBER),
    /// Mean absolute percentage error.
    MAPE("mape", LOWER_IS_BETTER, PERCENT),
    /// Mean of 2 |error| / (|actual| + |predicted|), 0 where both are 0; 0 to 200.
    SMAPE("smape", LOWER_IS_BETTER, PERCENT),
    /// Sum of absolute errors over the sum of absolute actual values; absent when that is 0.
    WMAPE("wmape", LOWER_IS_BETTER, PERCENT),
    /// Median absolute percentage error.
    MEDIAN_APE("median_ape", LOWER_IS_BETTER, PERCENT),
    /// Share of rows with a percentage error of 5 % or less.
    WITHIN_5PCT("within_5pct", HIGHER_IS_BETTER, SHARE),
    /// Share of rows with a percentage error of 10 % or less.
    WITHIN_10PCT("within_10pct", HIGHER_IS_BETTER, SHARE),
    /// Share of rows with a percentage error of 15 % or less.
    WITHIN_15PCT("within_15pct", HIGHER_IS_BETTER, SHARE),
    /// Mean error: above 0 when predictions are too high.
    BIAS("bias", NEARER_TO_ZERO_IS_BETTER, TARGET),
    /// Median absolute error.
    MEDIAN_AE("median_ae", LOWER_IS_BETTER, TARGET),

    /// Share of rows whose class is right.
    ACCURACY("accuracy", HIGHER_IS_BETTER, SHARE),
    /// Share of the rows predicted positive that are; 0 when there are none.
    PRECISION("precision", HIGHER_IS_BETTER, SHARE),
    /// Share of the positive rows that are found; 0 when there are none.
    RECALL("recall", HIGHER_IS_BETTER, SHARE),
    /// Harmonic mean of precision and recall; 0 when neither can be told.
    F1("f1", HIGHER_IS_BETTER, SHARE),
    /// Area under the ROC curve: probability that a positive row scores above a negative one, ties half; absent with
    /// one class only.
    AUC("auc", HIGHER_IS_BETTER, SHARE),
    /// Average precision over the recall levels; 0 without positive rows.
    AVERAGE_PRECISION("average_precision", HIGHER_IS_BETTER, SHARE),
    /// Mean of -ln of the probability given to the true class, which is taken as 2^-52 at least and 1 - 2^-52 at most.
    LOG_LOSS("log_loss", LOWER_IS_BETTER, NUMBER),
    /// Mean squared difference of probability and outcome (0 or 1).
    BRIER("brier", LOWER_IS_BETTER, SHARE),
    /// Expected calibration error: mean over ten bins, by rows, of |mean probability - share of positives|.
    ECE("ece", LOWER_IS_BETTER, SHARE),
    /// Share of the negative rows that are found; 0 when there are none.
    SPECIFICITY("specificity", HIGHER_IS_BETTER, SHARE),
    /// Mean of recall and specificity; with one class only, what can be told of it.
    BALANCED_ACCURACY("balanced_accuracy", HIGHER_IS_BETTER, SHARE),
    /// Matthews' correlation of outcomes and decisions, -1 to 1; 0 when either has one class only.
    MCC("mcc", HIGHER_IS_BETTER, NUMBER),
    /// Kolmogorov-Smirnov distance of the scores of positive rows from those of negative ones; absent with one class
    /// only.
    KS("ks", HIGHER_IS_BETTER, SHARE),

    /// Mean of the classes' precisions, over the classes that occur.
    PRECISION_MACRO("precision_macro", HIGHER_IS_BETTER, SHARE),
    /// Mean of the classes' recalls, over the classes that occur.
    RECALL_MACRO("recall_macro", HIGHER_IS_BETTER, SHARE),
    /// Mean of the classes' F1, over the classes that occur.
    F1_MACRO("f1_macro", HIGHER_IS_BETTER, SHARE),
    /// Mean of the classes' precisions, weighted by their rows.
    PRECISION_WEIGHTED("precision_weighted", HIGHER_IS_BETTER, SHARE),
    /// Mean of the classes' recalls, weighted by their rows: the accuracy.
    RECALL_WEIGHTED("recall_weighted", HIGHER_IS_BETTER, SHARE),
    /// Mean of the classes' F1, weighted by their rows.
    F1_WEIGHTED("f1_weighted", HIGHER_IS_BETTER, SHARE);

    private final String key;
    private final MetricDirection direction;
    private final MetricUnit unit;

    Metric(String key, MetricDirection direction, MetricUnit unit) {
        this.key = key;
        this.direction = direction;
        this.unit = unit;
    }

    /// The name in manifests, topics and reports.
    public String key() {
        return key;
    }

    public MetricDirection direction() {
        return direction;
    }

    public MetricUnit unit() {
        return unit;
    }

    /// The metric of that name.
    public static Optional<Metric> find(String key) {
        return Stream.of(values()).filter(metric -> metric.key.equals(key)).findFirst();
    }
}
