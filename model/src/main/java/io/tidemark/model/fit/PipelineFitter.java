package io.tidemark.model.fit;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.PreprocessingSpec;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterSpec;
import io.tidemark.model.manifest.PreprocessingSpec.DistanceSpec;
import io.tidemark.model.manifest.PreprocessingSpec.RatioSpec;
import io.tidemark.model.manifest.PreprocessingSpec.RotationSpec;
import io.tidemark.model.pipeline.Distance;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fits a pipeline to training rows.
public final class PipelineFitter {
    private final List<FeatureSpec> features;
    private final PreprocessingSpec spec;
    private final long seed;
    private final Map<String, Integer> columns = new HashMap<>();

    public PipelineFitter(List<FeatureSpec> features, PreprocessingSpec spec, long seed) {
        this.features = features;
        this.spec = spec;
        this.seed = seed;
        for (int i = 0; i < features.size(); i++) {
            columns.put(features.get(i).name(), i);
        }
    }

    /// The pipeline whose parameters fit these rows.
    ///
    /// @param rows training rows only: whatever else is in here leaks into the model
    public FeaturePipeline fit(RawTable rows) {
        return fitWithEvidence(rows).pipeline();
    }

    /// The same, with the evidence for what was chosen.
    public PipelineFit fitWithEvidence(RawTable rows) {
        return fitWithEvidence(rows, imputation(rows));
    }

    /// How missing values of these rows are filled in.
    public ImputationFit imputation(RawTable rows) {
        return ImputationFit.of(features, spec, rows, seed);
    }

    /// The pipeline that fits these rows after their missing values were filled in.
    public PipelineFit fitWithEvidence(RawTable rows, ImputationFit imputation) {
        double[][] filled = RowImputationFitter.filled(rows, imputation.fills(), imputation.imputation());
        List<ClusterComparison> clusters = new ArrayList<>();
        List<InputStep> steps = new ArrayList<>();
        for (int c = 0; c < features.size(); c++) {
            steps.add(
                    switch (features.get(c)) {
                        case NumberFeature number -> new InputStep.NumberInput(number.name(), c);
                        case BooleanFeature bool -> new InputStep.NumberInput(bool.name(), c);
                        case CategoryFeature category ->
                            new InputStep.CategoryInput(category.name(), c, category.categories());
                    });
        }
        spec.ratios().forEach(ratio -> steps.add(ratio(ratio, filled)));
        spec.rotations().forEach(rotation -> steps.add(rotation(rotation)));
        spec.distances().forEach(distance -> steps.add(distance(distance)));
        for (ClusterSpec cluster : spec.clusters()) {
            List<Integer> of = cluster.of().stream().map(this::column).toList();
            double[][] space = of.stream().map(column -> filled[column]).toArray(double[][]::new);
            ClusterChoice choice = ClusterChoice.of(space, cluster, seed);
            clusters.add(choice.comparison());
            steps.add(new InputStep.ClusterInput(
                    cluster.name(),
                    of,
                    Arrays.stream(choice.centroids())
                            .map(centroid -> Arrays.stream(centroid).boxed().toList())
                            .toList()));
        }
        PipelineParameters parameters =
                new PipelineParameters(Arrays.stream(imputation.fills()).boxed().toList(), steps);
        return new PipelineFit(
                new FeaturePipeline(parameters, imputation.imputation()), imputation.comparisons(), clusters);
    }

    private InputStep ratio(RatioSpec ratio, double[][] filled) {
        int numerator = column(ratio.numerator());
        int denominator = column(ratio.denominator());
        double[] defined = new double[filled[numerator].length];
        int count = 0;
        for (int i = 0; i < defined.length; i++) {
            double value = filled[numerator][i] / filled[denominator][i];
            if (Double.isFinite(value)) {
                defined[count++] = value;
            }
        }
        return new InputStep.RatioInput(
                ratio.name(), numerator, denominator, Columns.median(Arrays.copyOf(defined, count)));
    }

    private InputStep rotation(RotationSpec rotation) {
        return new InputStep.RotationInput(
                rotation.name(),
                column(rotation.first()),
                column(rotation.second()),
                rotation.degrees().stream().map(InputStep.Axes::turnedBy).toList());
    }

    private InputStep distance(DistanceSpec distance) {
        return new InputStep.DistanceInput(
                distance.name(),
                switch (distance.measure()) {
                    case EUCLIDEAN -> Distance.EUCLIDEAN;
                    case HAVERSINE -> Distance.HAVERSINE;
                },
                distance.of().stream().map(this::column).toList(),
                distance.points().stream()
                        .map(point -> new InputStep.Point(point.name(), point.at()))
                        .toList());
    }

    private int column(String feature) {
        Integer column = columns.get(feature);
        if (column == null) {
            throw new IllegalArgumentException("Found the feature '" + feature + "', expected one of the manifest's.");
        }
        return column;
    }
}
