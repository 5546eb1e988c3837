package io.tidemark.scoring;

import io.tidemark.event.FeatureUpdate;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Feature updates of the toy model's views.
public final class ToyUpdate {
    /// What updates are about unless a test says otherwise.
    public static final String ENTITY = "customer-9";

    private ToyUpdate() {}

    /// Rooms of the entity.
    ///
    /// @param at event time, from that of all toy requests on
    public static FeatureUpdate rooms(Duration at, @Nullable Object value) {
        return of("size", ENTITY, at, Collections.singletonMap("rooms", value));
    }

    /// Income of the entity.
    ///
    /// @param at event time, from that of all toy requests on
    public static FeatureUpdate income(Duration at, @Nullable Object value) {
        return of("wealth", ENTITY, at, Collections.singletonMap("income", value));
    }

    /// Any update.
    public static FeatureUpdate of(
            String view, String entity, Duration at, Map<String, ? extends @Nullable Object> values) {
        return FeatureUpdate.newBuilder()
                .setView(view)
                .setEntityId(entity)
                .setValues(new HashMap<>(values))
                .setEventTime(ToyRequest.TIME.plus(at))
                .build();
    }
}
