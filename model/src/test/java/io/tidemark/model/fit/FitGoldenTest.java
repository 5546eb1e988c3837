package io.tidemark.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.PreprocessingSpec;
import io.tidemark.model.manifest.PreprocessingSpec.Imputation;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is fitted against scikit-learn; `src/test/python/fit_goldens.py` writes the golden files.
class FitGoldenTest {
    @Test
    void clustersAreJudgedAsByScikitLearn() throws IOException {
        JsonNode golden = golden("clusters.json");
        double[][] space = columns(golden.get("columns"));
        int[] all = IntStream.range(0, space[0].length).toArray();

        for (JsonNode expected : golden.get("scores")) {
            double[][] centroids = KMeans.fit(space, expected.get("clusters").asInt(), 100, 1);

            assertThat(KMeans.inertia(space, centroids))
                    .isCloseTo(expected.get("inertia").asDouble(), within(1e-9));
            assertThat(Silhouette.mean(space, centroids, all))
                    .isCloseTo(expected.get("silhouette").asDouble(), within(1e-9));
            assertThat(DaviesBouldin.index(space, centroids))
                    .isCloseTo(expected.get("daviesBouldin").asDouble(), within(1e-9));
        }
        assertThat(golden.get("scores")).hasSize(6);
    }

    @Test
    void neighboursFillInWhatScikitLearnDoes() throws IOException {
        JsonNode golden = golden("neighbours.json");
        double[][] columns = columns(golden.get("columns"));
        double[][] expected = columns(golden.get("filled"));
        List<FeatureSpec> features = IntStream.range(0, columns.length)
                .<FeatureSpec>mapToObj(c -> new NumberFeature("c" + c, false, "", Range.ALL, Optional.empty(), false))
                .toList();
        RawTable rows = new RawTable(columns, columns[0].length);
        FeaturePipeline pipeline = new PipelineFitter(features, PreprocessingSpec.of(Imputation.KNN), 1).fit(rows);
        PipelineScratch scratch = pipeline.newScratch();
        double[] raw = new double[columns.length];
        int gaps = 0;

        for (int i = 0; i < rows.rows(); i++) {
            rows.row(i, raw);
            pipeline.fill(raw, scratch);
            for (int c = 0; c < raw.length; c++) {
                gaps += Double.isNaN(raw[c]) ? 1 : 0;
                assertThat(scratch.filled()[c])
                        .as("reference rows are 32-bit floats")
                        .isCloseTo(expected[c][i], within(1e-4));
            }
        }
        assertThat(gaps).isGreaterThan(20);
    }

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper()
                .readTree(Path.of("src", "test", "resources", "golden", "fit", name)
                        .toFile());
    }

    private static double[][] columns(JsonNode columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(c -> IntStream.range(0, columns.get(c).size())
                        .mapToDouble(i -> columns.get(c).get(i).isNull()
                                ? Double.NaN
                                : columns.get(c).get(i).asDouble())
                        .toArray())
                .toArray(double[][]::new);
    }
}
