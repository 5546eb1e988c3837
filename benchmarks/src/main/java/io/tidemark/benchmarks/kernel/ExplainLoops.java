package io.tidemark.benchmarks.kernel;

import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import io.tidemark.benchmarks.kernel.KernelLoops.Engine;
import io.tidemark.model.kernel.Explainer;
import io.tidemark.model.kernel.ExplainerScratch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The contributions of one row per call. LightGBM shows ahead of its measurement that it gives the same.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the methods marked Setup first
public class ExplainLoops {
    private static final int COMPARED_ROWS = 50;
    private static final double TOLERANCE = 1e-6;

    /// Our explainer.
    @State(Scope.Thread)
    public static class TidemarkExplainer extends Engine {
        private Explainer explainer;
        private ExplainerScratch scratch;
        private double[] contributions;

        @Setup
        public void start() {
            makeRows();
            explainer = models().kernel(model).explainer().orElseThrow();
            scratch = explainer.newScratch();
            contributions = new double[BlockGroups.WIDTH];
        }
    }

    /// LightGBM's own contributions.
    @State(Scope.Thread)
    public static class LightGbmExplainer extends Engine {
        private NativeBooster booster;
        private double[][] wide;
        private double[] contributions;

        @Setup
        public void start() {
            makeRows();
            wide = wideRows();
            contributions = new double[BlockGroups.WIDTH + 1];
            booster = new NativeBooster(
                    models().text(model),
                    lightgbmlibConstants.C_API_PREDICT_CONTRIB,
                    BlockGroups.WIDTH,
                    contributions.length);
            compare();
        }

        /// Throws unless both tell the same. LightGBM's contributions of a random forest are sums over its trees.
        private void compare() {
            Explainer explainer = models().kernel(model).explainer().orElseThrow();
            ExplainerScratch scratch = explainer.newScratch();
            double[] ours = new double[BlockGroups.WIDTH];
            double scale = model == KernelCase.FOREST_100 ? 1.0 / model.trees() : 1;
            for (int row = 0; row < COMPARED_ROWS; row++) {
                explainer.explain(rows[row], scratch, ours);
                booster.compute(wide[row], contributions);
                for (int i = 0; i < ours.length; i++) {
                    if (!(Math.abs(ours[i] - contributions[i] * scale) <= TOLERANCE)) {
                        throw new IllegalStateException("LightGBM says " + contributions[i] * scale + " for input " + i
                                + " of row " + row + ", our explainer " + ours[i] + ".");
                    }
                }
            }
        }

        @TearDown
        public void end() {
            booster.close();
        }
    }

    @Benchmark
    public double[] tidemark(TidemarkExplainer engine) {
        engine.explainer.explain(engine.rows[engine.next()], engine.scratch, engine.contributions);
        return engine.contributions;
    }

    @Benchmark
    public double[] lightgbm(LightGbmExplainer engine) {
        return engine.booster.compute(engine.wide[engine.next()], engine.contributions);
    }
}
