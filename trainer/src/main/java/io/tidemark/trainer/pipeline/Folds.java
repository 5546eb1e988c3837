package io.tidemark.trainer.pipeline;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.algorithm.FoldData;
import io.tidemark.trainer.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// The folds of a cross-validation. The pipeline is fitted inside each of them, on its training rows only and once for
/// all candidates: nothing of the validation rows leaks.
final class Folds implements AutoCloseable {
    private final List<FoldData> folds;

    private Folds(List<FoldData> folds) {
        this.folds = List.copyOf(folds);
    }

    /// Seeded folds; for classes stratified.
    ///
    /// @throws DataException when there are too few rows
    static Folds of(ModelManifest manifest, FitRows rows, Workers workers) {
        int count = manifest.selection().folds();
        requireEnough(manifest, rows, count);
        int[] shuffled = IntStream.range(0, rows.target().length).toArray();
        RowSplit.shuffle(shuffled, new SplittableRandom(manifest.split().seed()));
        int[] order = manifest.task() == Task.REGRESSION
                ? shuffled
                : IntStream.range(0, manifest.target().classes().size())
                        .flatMap(code -> IntStream.of(shuffled).filter(row -> (int) rows.target()[row] == code))
                        .toArray();
        List<Callable<FoldData>> wanted = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            int fold = f;
            wanted.add(() -> fold(
                    manifest,
                    rows,
                    IntStream.range(0, order.length)
                            .filter(i -> i % count != fold)
                            .map(i -> order[i])
                            .toArray(),
                    IntStream.range(0, order.length)
                            .filter(i -> i % count == fold)
                            .map(i -> order[i])
                            .toArray()));
        }
        return new Folds(workers.all(wanted));
    }

    List<FoldData> all() {
        return folds;
    }

    int count() {
        return folds.size();
    }

    /// Each fold has a row to judge by, and all classes to learn from.
    private static void requireEnough(ModelManifest manifest, FitRows rows, int folds) {
        if (rows.target().length < folds) {
            throw new DataException("Found " + rows.target().length + " rows to fit on, expected at least " + folds
                    + ", one for each fold of selection.folds.");
        }
        for (int label = 0; label < manifest.target().classes().size(); label++) {
            int wanted = label;
            long count = Arrays.stream(rows.target())
                    .filter(target -> (int) target == wanted)
                    .count();
            if (count < folds) {
                throw new DataException("Found " + count + " rows of class "
                        + manifest.target().classes().get(label) + " to fit on, expected at least " + folds
                        + ", one for each fold of selection.folds.");
            }
        }
    }

    private static FoldData fold(ModelManifest manifest, FitRows rows, int[] train, int[] validation) {
        PreparedRows prepared = PreparedRows.of(manifest, rows, train);
        return new FoldData(
                prepared.matrix(),
                prepared.inputs(rows.features().select(validation)),
                RowSplit.pick(rows.target(), validation));
    }

    /// Frees what libraries hold of the folds outside the heap.
    @Override
    public void close() {
        folds.forEach(FoldData::close);
    }
}
