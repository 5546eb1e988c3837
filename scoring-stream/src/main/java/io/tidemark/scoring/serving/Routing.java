package io.tidemark.scoring.serving;

import io.tidemark.event.PredictionRequest;
import io.tidemark.streamkit.routing.KeyBuckets;

/// Chooses who answers a key: `murmur2(experiment + key) mod 10,000` below a challenger's share sends the key to it.
///
/// The same key gets the same answerer on each instance and after each restart. A share that grows keeps the keys it
/// had. Experiments with different salts are independent of each other.
public final class Routing {
    /// Role of the version that answers whatever no challenger answers.
    public static final String CHAMPION = "champion";

    /// Role of a version on trial.
    public static final String CHALLENGER = "challenger";

    private Routing() {}

    /// What a request is routed by: its entity, or its own id when it names none.
    public static String keyOf(PredictionRequest request) {
        return KeyBuckets.keyOf(request.getEntityId(), request.getRequestId());
    }

    /// The version that answers a key.
    ///
    /// @param key as [#keyOf] gives it
    public static ServingModel choose(ReadyActivation activation, String key) {
        int taken = 0;
        String experiment = "";
        int bucket = -1;
        for (ReadyActivation.Trial trial : activation.challengers()) {
            if (bucket < 0 || !trial.experiment().equals(experiment)) {
                experiment = trial.experiment();
                bucket = bucket(experiment, key);
                taken = 0;
            }
            taken += trial.shareBp();
            if (bucket < taken) {
                return trial.model();
            }
        }
        return activation.champion();
    }

    /// Bucket of a key in an experiment, 0 to 9,999.
    static int bucket(String experiment, String key) {
        return KeyBuckets.of(experiment, key);
    }
}
