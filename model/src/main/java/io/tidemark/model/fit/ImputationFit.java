package io.tidemark.model.fit;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.PreprocessingSpec;
import io.tidemark.model.manifest.PreprocessingSpec.Imputation;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.RowImputation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How missing values are filled in, as fitted to training rows.
public final class ImputationFit {
    /// Columns whose methods are compared: those with the most missing values.
    private static final int MAX_COMPARED = 50;

    private final double[] fills;
    private final RowImputation imputation;
    private final List<ImputationComparison> comparisons;

    /// @param fills one value per column: what is missing becomes it, or begins with it
    /// @param imputation what is computed from the rest of a row
    /// @param comparisons columns whose methods were compared, and columns that could not be
    public ImputationFit(double[] fills, RowImputation imputation, List<ImputationComparison> comparisons) {
        this.fills = fills.clone();
        this.imputation = imputation;
        this.comparisons = List.copyOf(comparisons);
    }

    static ImputationFit of(List<FeatureSpec> features, PreprocessingSpec spec, RawTable rows, long seed) {
        List<ImputationComparison> comparisons = comparisons(features, spec, rows, seed);
        Imputation[] methods = new Imputation[features.size()];
        Arrays.setAll(methods, c -> fixed(features.get(c), spec));
        for (ImputationComparison comparison : comparisons) {
            methods[column(features, comparison.feature())] = comparison.chosen();
        }
        double[] fills = new double[features.size()];
        for (int c = 0; c < fills.length; c++) {
            double[] present = Columns.present(rows.column(c));
            fills[c] = switch (features.get(c)) {
                case NumberFeature number ->
                    methods[c] == Imputation.MEAN ? Columns.mean(present) : Columns.median(present);
                case BooleanFeature bool -> Columns.mostFrequent(present);
                case CategoryFeature category -> Columns.mostFrequent(present);
            };
        }
        RowImputation imputation = new RowImputationFitter(features, rows, fills, seed)
                .fit(of(features, methods, Imputation.KNN), of(features, methods, Imputation.ITERATIVE));
        return new ImputationFit(fills, imputation, comparisons);
    }

    /// One value per column: what is missing becomes it, or begins with it.
    public double[] fills() {
        return fills.clone();
    }

    /// What is computed from the rest of a row.
    public RowImputation imputation() {
        return imputation;
    }

    /// A pipeline that fills missing values in and derives nothing.
    public FeaturePipeline pipeline() {
        return RowImputationFitter.pipeline(fills, imputation);
    }

    /// Columns whose methods were compared, and columns that could not be.
    public List<ImputationComparison> comparisons() {
        return comparisons;
    }

    /// The method that the manifest fixes; the median where methods are compared.
    private static Imputation fixed(FeatureSpec feature, PreprocessingSpec spec) {
        Imputation wanted = spec.imputationOf(feature.name());
        return wanted == Imputation.COMPARE ? Imputation.MEDIAN : wanted;
    }

    private static List<ImputationComparison> comparisons(
            List<FeatureSpec> features, PreprocessingSpec spec, RawTable rows, long seed) {
        int[] missing = new int[features.size()];
        Arrays.setAll(missing, c -> rows.rows() - Columns.present(rows.column(c)).length);
        List<Integer> wanted = IntStream.range(0, features.size())
                .filter(c -> features.get(c) instanceof NumberFeature
                        && missing[c] > 0
                        && spec.imputationOf(features.get(c).name()) == Imputation.COMPARE)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(c -> -missing[c]).thenComparing(c -> c))
                .toList();
        ImputationTrial trial = new ImputationTrial(features, rows, seed);
        List<ImputationComparison> comparisons = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            int column = wanted.get(i);
            int known = rows.rows() - missing[column];
            if (i >= MAX_COMPARED) {
                comparisons.add(uncompared(
                        features,
                        column,
                        missing[column],
                        known,
                        "only the " + MAX_COMPARED + " columns with the most missing values are compared"));
            } else if (known < ImputationTrial.MIN_KNOWN) {
                comparisons.add(uncompared(
                        features,
                        column,
                        missing[column],
                        known,
                        "fewer than " + ImputationTrial.MIN_KNOWN + " known values to compare on"));
            } else {
                comparisons.add(trial.compare(column));
            }
        }
        return comparisons;
    }

    private static ImputationComparison uncompared(
            List<FeatureSpec> features, int column, int missing, int known, String reason) {
        return new ImputationComparison(
                features.get(column).name(), missing, known, List.of(), Imputation.MEDIAN, reason);
    }

    private static int[] of(List<FeatureSpec> features, Imputation[] methods, Imputation method) {
        return IntStream.range(0, methods.length)
                .filter(c -> features.get(c) instanceof NumberFeature && methods[c] == method)
                .toArray();
    }

    private static int column(List<FeatureSpec> features, String name) {
        return IntStream.range(0, features.size())
                .filter(c -> features.get(c).name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
