package io.tidemark.streamkit.routing;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Where a key falls in an experiment: `murmur2(experiment + key) mod 10,000`. A version whose share is above the
/// bucket answers the key; a share that grows keeps the keys it had.
public final class KeyBuckets {
    private static final int BUCKETS = 10_000;

    private KeyBuckets() {}

    /// What a request is routed by: its entity, or its own id when it names none.
    public static String keyOf(@Nullable String entityId, String requestId) {
        return entityId == null ? requestId : entityId;
    }

    /// Bucket of a key, 0 to 9,999.
    public static int of(String experiment, String key) {
        byte[] salted = (experiment + key).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(salted)) % BUCKETS;
    }
}
