package io.tidemark.trainer.algorithm;

import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A fold's rows as LightGBM bins them, once for each number of bins; boosters on several threads read the same ones.
final class LightGbmDatasets implements AutoCloseable {
    private final TrainingMatrix train;
    private final float[] validationInputs;
    private final double[] validationTarget;
    private final Map<Integer, Pair> byBins = new HashMap<>();

    LightGbmDatasets(TrainingMatrix train, float[] validationInputs, double[] validationTarget) {
        this.train = train;
        this.validationInputs = validationInputs;
        this.validationTarget = validationTarget;
    }

    /// Rows to fit on and rows to score, binned alike.
    record Pair(LGBMDataset train, LGBMDataset validation) {}

    synchronized Pair withBins(int maxBin) {
        Pair found = byBins.get(maxBin);
        if (found == null) {
            found = binned(maxBin);
            byBins.put(maxBin, found);
        }
        return found;
    }

    private Pair binned(int maxBin) {
        try {
            LGBMDataset binned = train(train, maxBin, 1);
            try {
                LGBMDataset validation = LGBMDataset.createFromMat(
                        validationInputs, validationTarget.length, train.width(), true, config(maxBin, 1), binned);
                validation.setField("label", floats(validationTarget));
                return new Pair(binned, validation);
            } catch (LGBMException e) {
                binned.close();
                throw e;
            }
        } catch (LGBMException e) {
            throw new IllegalArgumentException("LightGBM cannot bin the rows: " + e.getMessage(), e);
        }
    }

    /// Rows to fit on; for the caller to close.
    static LGBMDataset train(TrainingMatrix data, int maxBin, int threads) throws LGBMException {
        LGBMDataset dataset = LGBMDataset.createFromMat(
                data.inputs(), data.rows(), data.width(), true, config(maxBin, threads), null);
        try {
            dataset.setField("label", floats(data.target()));
            if (!data.isUnweighted()) {
                dataset.setField("weight", floats(data.weights()));
            }
            return dataset;
        } catch (LGBMException e) {
            dataset.close();
            throw e;
        }
    }

    /// Inputs are not dropped for what one fit's parameters could not use: other fits share the bins.
    private static String config(int maxBin, int threads) {
        return "max_bin=" + maxBin + " feature_pre_filter=false num_threads=" + threads + " verbosity=-1";
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public synchronized void close() {
        List<LGBMException> faults = new ArrayList<>();
        for (Pair pair : byBins.values()) {
            for (LGBMDataset dataset : List.of(pair.validation(), pair.train())) {
                try {
                    dataset.close();
                } catch (LGBMException e) {
                    faults.add(e);
                }
            }
        }
        byBins.clear();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("LightGBM cannot free its rows.", faults.getFirst());
        }
    }
}
