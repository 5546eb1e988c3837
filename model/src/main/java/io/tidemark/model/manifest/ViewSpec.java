package io.tidemark.model.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Features that no request has to carry: they are kept per entity from what `feature-updates` brings.
///
/// @param name name of the view in updates; several models may declare the same
/// @param features the features that it gives, all among the manifest's
/// @param ttl how long a value holds after its event time; an older one counts as missing
/// @param defaults what a feature has where the view has no value, in the types of events: Boolean, Long, Double or
///     String
/// @param history where past updates are, for the rows of training data; empty: the data has the columns itself
/// @param late what training makes of updates that arrived late
public record ViewSpec(
        String name,
        List<String> features,
        Duration ttl,
        Map<String, Object> defaults,
        Optional<DataSource> history,
        Late late) {
    /// Longest time that a value may hold: longer ones are not kept.
    public static final Duration MAX_TTL = Duration.ofDays(90);

    /// The one key that a view can have: the entity of a request. Its values lie on the partition of the record key.
    public static final String ENTITY = "entity_id";

    public ViewSpec {
        features = List.copyOf(features);
        defaults = Map.copyOf(defaults);
    }

    /// What training makes of an update that arrived after a row's time, and holds from before it.
    public enum Late {
        /// The row has it: values as they were corrected later.
        USE,
        /// The row does not: values as they were known.
        IGNORE
    }
}
