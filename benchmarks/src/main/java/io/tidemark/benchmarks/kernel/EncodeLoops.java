package io.tidemark.benchmarks.kernel;

import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.InputStep;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.pipeline.PipelineScratch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// From the values of a decoded event to a model's inputs: eight numbers and a category checked, a ratio, clusters and
/// one input per category derived.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the methods marked Setup first
public class EncodeLoops {
    /// The one way in which it is measured.
    static final String SHAPE = "CALIFORNIA";

    private static final List<String> SHORE = List.of("NEAR BAY", "INLAND", "NEAR OCEAN", "<1H OCEAN", "ISLAND");

    /// Events and what encodes them.
    @State(Scope.Thread)
    public static class Events {
        /// For the name of the measurement only.
        @Param(SHAPE)
        public String model;

        private RawEncoder encoder;
        private FeaturePipeline pipeline;
        private PipelineScratch scratch;
        private double[] raw;
        private float[] inputs;
        private List<Map<String, Object>> events;
        private int next;

        @Setup
        public void start() {
            List<FeatureSpec> features = new ArrayList<>();
            List<InputStep> steps = new ArrayList<>();
            for (int i = 0; i < BlockGroups.WIDTH; i++) {
                features.add(new NumberFeature("number_" + i, false, "", Range.ALL, Optional.empty(), false));
                steps.add(new InputStep.NumberInput("number_" + i, i));
            }
            features.add(new CategoryFeature("shore", false, SHORE, Unseen.REJECT));
            steps.add(new InputStep.CategoryInput("shore", BlockGroups.WIDTH, SHORE));
            steps.add(new InputStep.RatioInput("rooms_per_home", 2, 5, 1));
            steps.add(new InputStep.ClusterInput(
                    "place", List.of(6, 7), List.of(List.of(33.9, -118.0), List.of(37.8, -121.9))));
            encoder = new RawEncoder(features);
            pipeline = new FeaturePipeline(new PipelineParameters(Collections.nCopies(features.size(), 0.0), steps));
            scratch = pipeline.newScratch();
            raw = new double[features.size()];
            inputs = new float[pipeline.inputNames().size()];
            events = events();
        }

        private static List<Map<String, Object>> events() {
            List<Map<String, Object>> events = new ArrayList<>();
            float[][] rows = BlockGroups.of(1 << 12, 3).inputs();
            for (int i = 0; i < rows.length; i++) {
                Map<String, Object> event = new HashMap<>();
                for (int j = 0; j < BlockGroups.WIDTH; j++) {
                    event.put("number_" + j, (double) rows[i][j]);
                }
                event.put("shore", SHORE.get(i % SHORE.size()));
                events.add(event);
            }
            return events;
        }
    }

    @Benchmark
    public float[] encode(Events events) {
        events.next = (events.next + 1) & (events.events.size() - 1);
        if (events.encoder.encode(events.events.get(events.next), events.raw) != null) {
            throw new IllegalStateException("An event of the benchmark was refused.");
        }
        events.pipeline.apply(events.raw, events.scratch, events.inputs);
        return events.inputs;
    }
}
