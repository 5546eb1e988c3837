package io.tidemark.trainer.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tidemark.model.fit.ClusterComparison;
import io.tidemark.model.fit.ImputationFit;
import io.tidemark.model.fit.PipelineFit;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.trainer.step.StepFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What is derived from the features, as files; how missing values are filled in is the former step's.
record FeatureFiles(ImputationFit imputation) implements StepFiles<FeatureFit> {
    private static final String PIPELINE = "pipeline.json";
    private static final String CLUSTERS = "clusters.json";
    private static final String TRIALS = "cluster-trials.json";

    @Override
    public void write(Path folder, FeatureFit features) throws IOException {
        StepJson.write(folder.resolve(PIPELINE), features.fit().pipeline().parameters());
        StepJson.write(folder.resolve(CLUSTERS), features.fit().clusters());
        StepJson.write(folder.resolve(TRIALS), features.trials());
    }

    @Override
    public FeatureFit read(Path folder) throws IOException {
        PipelineParameters parameters =
                StepJson.read(folder.resolve(PIPELINE), new TypeReference<PipelineParameters>() {});
        return new FeatureFit(
                StepJson.read(folder.resolve(TRIALS), new TypeReference<List<ClusterSearch.Trial>>() {}),
                new PipelineFit(
                        new FeaturePipeline(parameters, imputation.imputation()),
                        imputation.comparisons(),
                        StepJson.read(folder.resolve(CLUSTERS), new TypeReference<List<ClusterComparison>>() {})));
    }
}
