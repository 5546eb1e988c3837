package io.tidemark.trainer.algorithm;

import java.util.Optional;
import java.util.function.Supplier;

/// The growth of a model that is fitted at once.
final class WholeGrowth implements Growth {
    private final Supplier<FittedModel> fit;
    private final FoldData fold;
    private Optional<FittedModel> model = Optional.empty();

    WholeGrowth(Supplier<FittedModel> fit, FoldData fold) {
        this.fit = fit;
        this.fold = fold;
    }

    @Override
    public int grow(int size) {
        if (model.isEmpty()) {
            model = Optional.of(fit.get());
        }
        return 1;
    }

    @Override
    public double[] validationScores() {
        return model.orElseThrow().scores(fold.validationInputs(), fold.validationTarget().length);
    }

    @Override
    public double[] trainScores() {
        return model.orElseThrow().scores(fold.train().inputs(), fold.train().rows());
    }

    @Override
    public void close() {
        model.ifPresent(FittedModel::close);
    }
}
