package io.tidemark.benchmarks.kernel;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import io.tidemark.model.kernel.ForestKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import smile.data.Tuple;
import smile.regression.DataFrameRegression;

/// One row per call. Each engine shows ahead of its measurement that it answers as the kernel does; rows are thousands,
/// so that no branch predictor knows them by heart.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the methods marked Setup first
public class KernelLoops {
    /// System property with the folder of the models.
    static final String FOLDER = "tidemark.bench.folder";

    private static final int ROWS = 1 << 13;
    private static final long ROWS_SEED = 2;

    /// What all engines have.
    @State(Scope.Thread)
    public abstract static class Engine {
        /// Model that is measured.
        @Param
        public KernelCase model;

        /// Rows that nothing was trained on.
        float[][] rows;

        private int next;

        final KernelModels models() {
            return new KernelModels(Path.of(System.getProperty(FOLDER, "")));
        }

        final void makeRows() {
            rows = BlockGroups.of(ROWS, ROWS_SEED).inputs();
        }

        /// The rows as doubles, for what takes no floats.
        final double[][] wideRows() {
            double[][] wide = new double[rows.length][BlockGroups.WIDTH];
            for (int i = 0; i < wide.length; i++) {
                for (int j = 0; j < BlockGroups.WIDTH; j++) {
                    wide[i][j] = rows[i][j];
                }
            }
            return wide;
        }

        /// Index of the row whose turn it is.
        final int next() {
            next = (next + 1) & (ROWS - 1);
            return next;
        }

        /// Throws unless an engine answers as the kernel does.
        final void compare(String name, double tolerance, Scorer scorer) throws Exception {
            ForestKernel kernel = models().kernel(model);
            int[] scratch = new int[kernel.scratchLength()];
            for (int row = 0; row < ROWS; row++) {
                double expected = kernel.margin(rows[row], scratch);
                double found = scorer.score(row);
                if (!(Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected)))) {
                    throw new IllegalStateException(
                            name + " answers " + found + " for row " + row + ", the kernel " + expected + ".");
                }
            }
        }
    }

    /// Scores the row of an index.
    interface Scorer {
        double score(int row) throws Exception;
    }

    /// Our kernel.
    public static class TidemarkEngine extends Engine {
        private ForestKernel kernel;
        private int[] scratch;

        @Setup
        public void start() {
            makeRows();
            kernel = models().kernel(model);
            scratch = new int[kernel.scratchLength()];
        }
    }

    /// LightGBM's own library.
    public static class LightGbmEngine extends Engine {
        private NativeBooster booster;
        private double[][] wide;

        @Setup
        public void start() throws Exception {
            makeRows();
            wide = wideRows();
            booster = new NativeBooster(
                    models().text(model), lightgbmlibConstants.C_API_PREDICT_NORMAL, BlockGroups.WIDTH, 1);
            compare("LightGBM", 1e-9, row -> booster.compute(wide[row]));
        }

        @TearDown
        public void end() {
            booster.close();
        }
    }

    /// ONNX Runtime, one thread; the input tensor is made once and written to.
    public static class OnnxEngine extends Engine {
        private OrtEnvironment environment;
        private OrtSession session;
        private FloatBuffer buffer;
        private OnnxTensor tensor;
        private Map<String, OnnxTensor> inputs;

        @Setup
        public void start() throws Exception {
            makeRows();
            environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                session = environment.createSession(models().onnx(model).toString(), options);
            }
            buffer = ByteBuffer.allocateDirect(Float.BYTES * BlockGroups.WIDTH)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            tensor = OnnxTensor.createTensor(environment, buffer, new long[] {1, BlockGroups.WIDTH});
            inputs = Map.of(OnnxTrees.INPUT, tensor);
            compare("ONNX Runtime", 1e-4, row -> score(row));
        }

        final double score(int row) throws OrtException {
            buffer.put(0, rows[row]);
            try (OrtSession.Result result = session.run(inputs)) {
                return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
            }
        }

        @TearDown
        public void end() throws OrtException {
            tensor.close();
            session.close();
        }
    }

    /// Smile, with a model of the same algorithm and size that it fitted itself: it takes no trees.
    public static class SmileEngine extends Engine {
        private DataFrameRegression fitted;
        private Tuple[] tuples;

        @Setup
        public void start() {
            makeRows();
            fitted = SmileTwin.fit(model);
            tuples = SmileTwin.tuples(rows);
        }
    }

    @Benchmark
    public double tidemark(TidemarkEngine engine) {
        return engine.kernel.margin(engine.rows[engine.next()], engine.scratch);
    }

    @Benchmark
    public double lightgbm(LightGbmEngine engine) {
        return engine.booster.compute(engine.wide[engine.next()]);
    }

    @Benchmark
    public double onnx(OnnxEngine engine) throws OrtException {
        return engine.score(engine.next());
    }

    @Benchmark
    public double smile(SmileEngine engine) {
        return engine.fitted.predict(engine.tuples[engine.next()]);
    }
}
