package io.tidemark.benchmarks.kernel;

import java.util.SplittableRandom;

/// Rows of the shape of California's block groups: eight numbers and a price that depends on them, with noise. Equal
/// seeds give equal rows.
final class BlockGroups {
    /// Inputs of a row.
    static final int WIDTH = 8;

    private final float[][] inputs;
    private final double[] target;

    private BlockGroups(float[][] inputs, double[] target) {
        this.inputs = inputs;
        this.target = target;
    }

    static BlockGroups of(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] inputs = new float[rows][];
        double[] target = new double[rows];
        for (int i = 0; i < rows; i++) {
            float[] row = row(random);
            inputs[i] = row;
            double coast = Math.abs(row[6] + row[7] + 84.5) / 5;
            double city = Math.exp(-Math.hypot(row[6] - 34, row[7] + 118.2))
                    + Math.exp(-Math.hypot(row[6] - 37.7, row[7] + 122.3));
            target[i] = 0.42 * row[0]
                    + 0.004 * row[1]
                    + 0.6 * city
                    - 0.35 * coast
                    - 0.08 * row[5]
                    + 0.15 * Math.sin(row[2]) * row[0] / 4
                    + 0.02 * Math.sqrt(row[4] / 100)
                    + 0.25 * random.nextGaussian();
        }
        return new BlockGroups(inputs, target);
    }

    private static float[] row(SplittableRandom random) {
        double income = Math.min(15, 3.5 * Math.exp(0.45 * random.nextGaussian()));
        double rooms = 3 + 0.5 * income + 0.8 * Math.abs(random.nextGaussian());
        boolean south = random.nextInt(10) < 6;
        return new float[] {
            (float) (Math.round(income * 1e4) / 1e4),
            1 + random.nextInt(52),
            (float) rooms,
            (float) (1 + 0.05 * Math.abs(random.nextGaussian())),
            Math.round(1_100 * Math.exp(0.7 * random.nextGaussian())),
            (float) (1.5 + 1.2 * random.nextDouble() + Math.abs(random.nextGaussian())),
            Math.round(100 * ((south ? 33.9 : 37.8) + 0.8 * random.nextGaussian())) / 100f,
            Math.round(100 * ((south ? -118.0 : -121.9) + 0.8 * random.nextGaussian())) / 100f
        };
    }

    /// `[rows][WIDTH]`, not a copy.
    float[][] inputs() {
        return inputs;
    }

    /// `[rows]`, not a copy.
    double[] target() {
        return target;
    }

    /// All inputs in one array, row by row.
    float[] flat() {
        float[] flat = new float[inputs.length * WIDTH];
        for (int i = 0; i < inputs.length; i++) {
            System.arraycopy(inputs[i], 0, flat, i * WIDTH, WIDTH);
        }
        return flat;
    }

    int rows() {
        return inputs.length;
    }
}
