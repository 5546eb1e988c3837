package io.tidemark.cli.audit;

import io.tidemark.event.Adopted;

/// What scorers write to a timeline.
public final class ScorerFacts {
    private ScorerFacts() {}

    /// A partition of the requests is answered under an activation from its first record on.
    public static Adopted adopted(String activation, String instance, int partition) {
        return Adopted.newBuilder()
                .setInstance(instance)
                .setActivationId(activation)
                .setChampionVersion(1)
                .setTopic("prediction-requests")
                .setPartition(partition)
                .setFirstOffset(0)
                .build();
    }
}
