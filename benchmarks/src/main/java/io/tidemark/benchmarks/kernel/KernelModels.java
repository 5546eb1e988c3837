package io.tidemark.benchmarks.kernel;

import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.ForestKernel;
import io.tidemark.model.kernel.KernelFormat;
import io.tidemark.trainer.algorithm.LightGbmNative;
import io.tidemark.trainer.algorithm.LightGbmText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The models of the cases, in the files of a folder: LightGBM's text, our kernel and ONNX. All three are the same
/// trees.
final class KernelModels {
    /// Rows to train on, as many as California has block groups.
    static final int TRAINING_ROWS = 20_640;

    /// Seed of the rows to train on.
    static final long TRAINING_SEED = 1;

    private final Path folder;

    KernelModels(Path folder) {
        this.folder = folder;
    }

    /// Trains a case and writes its files.
    ///
    /// @return what the trees look like, for people
    String train(KernelCase wanted) {
        BlockGroups rows = BlockGroups.of(TRAINING_ROWS, TRAINING_SEED);
        String text = trained(wanted, rows);
        LightGbmText parsed = LightGbmText.parse(text);
        List<DecisionTree> trees = parsed.trees();
        ForestKernel kernel = (ForestKernel) parsed.compile(BlockGroups.WIDTH);
        try {
            Files.writeString(file(wanted, "txt"), text);
            Files.write(file(wanted, "kernel"), KernelFormat.write(kernel));
            Files.write(file(wanted, "onnx"), OnnxTrees.model(BlockGroups.WIDTH, trees, parsed.scale()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long leaves =
                trees.stream().mapToLong(tree -> (tree.nodes().size() + 1) / 2).sum();
        return wanted.label() + ": " + trees.size() + " trees of " + leaves / trees.size() + " leaves on average";
    }

    private static String trained(KernelCase wanted, BlockGroups rows) {
        LightGbmNative.load();
        String parameters = "objective=regression seed=7 verbosity=-1 num_threads="
                + Runtime.getRuntime().availableProcessors() + " " + wanted.parameters();
        try (LGBMDataset data =
                LGBMDataset.createFromMat(rows.flat(), rows.rows(), BlockGroups.WIDTH, true, parameters, null)) {
            float[] labels = new float[rows.rows()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (float) rows.target()[i];
            }
            data.setField("label", labels);
            try (LGBMBooster booster = LGBMBooster.create(data, parameters)) {
                for (int i = 0; i < wanted.trees(); i++) {
                    booster.updateOneIter();
                }
                return booster.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.GAIN);
            }
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM cannot train " + wanted.label() + ".", e);
        }
    }

    /// LightGBM's text of a case.
    String text(KernelCase wanted) {
        try {
            return Files.readString(file(wanted, "txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Our kernel of a case.
    ForestKernel kernel(KernelCase wanted) {
        try {
            return (ForestKernel) KernelFormat.read(Files.readAllBytes(file(wanted, "kernel")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The ONNX file of a case.
    Path onnx(KernelCase wanted) {
        return file(wanted, "onnx");
    }

    private Path file(KernelCase wanted, String suffix) {
        return folder.resolve(wanted.stem() + "." + suffix);
    }
}
