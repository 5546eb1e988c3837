package io.tidemark.scoring.app;

import java.util.function.ToIntFunction;

/// Requests and feature updates meet by partition: both topics need the same number. Kafka Streams would not ask, and
/// most requests would silently find nothing.
final class CoPartitioning {
    private CoPartitioning() {}

    /// @param partitions number of partitions by a topic's name on the cluster
    /// @throws IllegalStateException when the numbers differ
    static void require(ToIntFunction<String> partitions, String requests, String updates) {
        int ofRequests = partitions.applyAsInt(requests);
        int ofUpdates = partitions.applyAsInt(updates);
        if (ofRequests != ofUpdates) {
            throw new IllegalStateException("Found " + ofRequests + " partitions of " + requests + " and " + ofUpdates
                    + " of " + updates + ", expected the same number: an entity's feature updates are looked for on"
                    + " the partition of its requests. Create " + updates + " anew with " + ofRequests
                    + " partitions and send the updates again.");
        }
    }
}
