package io.tidemark.trainer.sweep.prune;

import java.util.List;

/// Lets all trials run to their end.
public record NoPruner() implements Pruner {
    @Override
    public boolean isHopeless(Curve own, List<Rival> others) {
        return false;
    }
}
