package io.tidemark.model.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.manifest.ViewSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewJoinTest {
    private static final long NOW = 1_000_000;

    private final PastUpdates updates = new PastUpdates();
    private final List<String> tally = new ArrayList<>();
    private final ViewJoin join = new ViewJoin(List.of(
            view("visits", List.of("views", "saves"), Map.of("saves", 0L)), view("owner", List.of("age"), Map.of())));

    @Test
    void whatTheEventLacksComesFromItsViews() {
        tell("visits", NOW, Map.of("views", 7L, "saves", 2L));
        tell("owner", NOW - 1, Map.of("age", 41.5));

        assertThat(joined(Map.of("rooms", 3L))).isEqualTo(Map.of("rooms", 3L, "views", 7L, "saves", 2L, "age", 41.5));
        assertThat(tally).containsExactly("visits HIT", "visits HIT", "owner HIT");
    }

    @Test
    void valueOfTheEventWinsAndNullIsNone() {
        tell("visits", NOW, Map.of("views", 7L, "saves", 2L));
        Map<String, @Nullable Object> given = new HashMap<>(Map.of("views", 99L));
        given.put("saves", null);

        assertThat(joined(given)).isEqualTo(Map.of("views", 99L, "saves", 2L));
        assertThat(tally).containsExactly("visits GIVEN", "visits HIT", "owner MISS");
    }

    @Test
    void withoutValueThereIsTheDefaultOrNone() {
        assertThat(joined(Map.of())).isEqualTo(Map.of("saves", 0L));
        assertThat(tally).containsExactly("visits MISS", "visits MISS", "owner MISS");
    }

    @Test
    void staleValueGivesWayToTheDefault() {
        tell("visits", NOW - 60_001, Map.of("views", 7L, "saves", 2L));

        assertThat(joined(Map.of())).isEqualTo(Map.of("saves", 0L));
        assertThat(tally).containsExactly("visits STALE", "visits STALE", "owner MISS");
    }

    @Test
    void updateAMillisecondAfterTheEventNeverMatters() {
        tell("visits", NOW, Map.of("views", 7L));
        Map<String, @Nullable Object> before = joined(Map.of());

        tell("visits", NOW + 1, Map.of("views", 8L, "saves", 5L));

        assertThat(joined(Map.of())).isEqualTo(before).containsEntry("views", 7L);
    }

    @Test
    void givenMapStaysAsItIs() {
        tell("visits", NOW, Map.of("views", 7L));
        Map<String, @Nullable Object> given = Collections.unmodifiableMap(new HashMap<>());

        assertThat(joined(given)).isNotEmpty();
        assertThat(given).isEmpty();
    }

    @Test
    void lateUpdateCountsFromItsArrivalWhereArrivalIsWhatIsAskedFor() {
        PastUpdates asKnown = new PastUpdates();
        asKnown.add(update("visits", 100, Map.of("views", 1L)), 100);
        asKnown.add(update("visits", 200, Map.of("views", 2L)), 500);

        assertThat(at(asKnown, 499)).isEqualTo(new ViewValue.Held(1L));
        assertThat(at(asKnown, 500)).isEqualTo(new ViewValue.Held(2L));
        assertThat(at(asKnown, 100)).as("rows may come in any order").isEqualTo(new ViewValue.Held(1L));
        assertThat(at(asKnown, 99)).isEqualTo(ViewValue.MISSING);
    }

    private static ViewValue at(PastUpdates log, long time) {
        ViewHistory history = Objects.requireNonNull(log.at("visits", "e", time));
        return history.at("views", time, Duration.ofMinutes(1));
    }

    private Map<String, @Nullable Object> joined(Map<String, ? extends @Nullable Object> values) {
        tally.clear();
        return join.join(
                values,
                NOW,
                view -> updates.at(view.name(), "e", NOW),
                (view, outcome) -> tally.add(view.name() + " " + outcome));
    }

    private void tell(String view, long time, Map<String, Object> values) {
        updates.add(update(view, time, values), time);
    }

    private static ViewUpdate update(String view, long time, Map<String, Object> values) {
        return new ViewUpdate(view, "e", time, new HashMap<>(values));
    }

    private static ViewSpec view(String name, List<String> features, Map<String, Object> defaults) {
        return new ViewSpec(name, features, Duration.ofMinutes(1), defaults, Optional.empty(), ViewSpec.Late.USE);
    }
}
