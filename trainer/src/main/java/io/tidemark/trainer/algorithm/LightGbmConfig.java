package io.tidemark.trainer.algorithm;

import java.util.List;
import java.util.Locale;

/// The manifest's parameters as LightGBM's, by the two names that it goes by.
///
/// @param trees boosting rounds
/// @param maxBin bins of an input's values
/// @param text the parameters of the fit
record LightGbmConfig(int trees, int maxBin, String text) {
    static final int DEFAULT_TREES = 100;
    private static final int DEFAULT_BINS = 255;

    /// Which algorithm of a manifest is meant.
    enum Style {
        /// Trees grow where it helps most, up to a number of leaves; names and defaults of LightGBM's scikit-learn
        /// interface.
        LEAF_WISE,
        /// Trees grow level by level to one depth, as Friedman (2001) has them; names and defaults of scikit-learn's
        /// GradientBoosting. With room for all leaves of the depth, growing where it helps most is the same.
        LEVEL_WISE
    }

    /// @param threads 1 or more
    static LightGbmConfig of(Style style, LearningTask task, Parameters p, int inputs, long seed, int threads) {
        List<String> shared = List.of(
                objective(task),
                "metric=none",
                "seed=" + (seed & 0x7fffffff),
                "deterministic=true",
                // Each input's sums are made by one thread, in the order of the rows: threads change no digit.
                "force_col_wise=true",
                "feature_pre_filter=false",
                "num_threads=" + threads,
                "verbosity=-1");
        double subsample = p.number("subsample", 1);
        List<String> own = switch (style) {
            case LEAF_WISE ->
                List.of(
                        "num_leaves=" + p.count("num_leaves", 31),
                        "max_depth=" + p.count("max_depth", -1),
                        "min_data_in_leaf=" + p.count("min_child_samples", 20),
                        "feature_fraction=" + decimal(p.number("colsample_bytree", 1)),
                        "lambda_l1=" + decimal(p.number("reg_alpha", 0)),
                        "lambda_l2=" + decimal(p.number("reg_lambda", 0)));
            case LEVEL_WISE -> {
                int depth = p.count("max_depth", 3);
                yield List.of(
                        "num_leaves=" + (1 << Math.clamp(depth, 1, 16)),
                        "max_depth=" + depth,
                        "min_data_in_leaf=" + p.count("min_samples_leaf", 1),
                        "feature_fraction_bynode=" + decimal((double) p.maxFeatures(inputs, 1.0) / inputs));
            }
        };
        int maxBin = p.count("max_bin", DEFAULT_BINS);
        return new LightGbmConfig(
                p.count("n_estimators", DEFAULT_TREES),
                maxBin,
                String.join(" ", shared) + " " + String.join(" ", own)
                        + " learning_rate=" + decimal(p.number("learning_rate", 0.1))
                        + " bagging_fraction=" + decimal(subsample)
                        + " bagging_freq=" + (subsample < 1 ? 1 : 0)
                        + " max_bin=" + maxBin);
    }

    private static String objective(LearningTask task) {
        return switch (task.task()) {
            case REGRESSION -> "objective=regression";
            case BINARY -> "objective=binary";
            case MULTICLASS -> "objective=multiclass num_class=" + task.classes();
        };
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.10g", value);
    }
}
