package io.tidemark.scoring.enrich;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.view.ViewHistory;
import io.tidemark.model.view.ViewJoin;
import io.tidemark.model.view.ViewOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Enriches the requests of one partition, and counts as `tidemark.view.values` by model, view and outcome where each
/// value came from: `given` by the request, `hit`, `stale`, `miss`, or `misplaced`, for a request whose record key is
/// not its entity. Belongs to one thread.
public final class Enrichment {
    private static final String MISPLACED = "misplaced";

    private final Histories histories;
    private final MeterRegistry meters;
    private final Map<String, Map<String, Counters>> counters = new HashMap<>();

    public Enrichment(Histories histories, MeterRegistry meters) {
        this.histories = histories;
        this.meters = meters;
    }

    /// The request as the model is asked: with what its views have of the entity at the request's event time. Without
    /// views, the request itself.
    ///
    /// @param key key of the request's record; null when it has none
    public Enriched enrich(PredictionRequest request, byte @Nullable [] key, ViewJoin views) {
        if (views.isEmpty()) {
            return Enriched.unasked(request);
        }
        String entity = request.getEntityId();
        boolean misplaced = entity != null && !isKey(key, entity);
        EndOfUpdates end = new EndOfUpdates();
        Map<String, Counters> ofModel = counters.computeIfAbsent(request.getModel(), ignored -> new HashMap<>());
        Map<String, @Nullable Object> joined = views.join(
                request.getFeatures(),
                request.getEventTime().toEpochMilli(),
                view -> misplaced || entity == null ? null : end.historyOf(histories.of(view.name(), entity)),
                (view, outcome) -> {
                    Counters ofView = ofModel.computeIfAbsent(
                            view.name(), name -> new Counters(request.getModel(), name, meters));
                    ofView.count(outcome, misplaced);
                });
        // Its builder would copy the values first.
        return new Enriched(
                new PredictionRequest(
                        request.getRequestId(),
                        request.getModel(),
                        entity,
                        request.getEventTime(),
                        joined,
                        request.getExplain()),
                end.offset);
    }

    private static boolean isKey(byte @Nullable [] key, String entity) {
        return key != null && Arrays.equals(key, entity.getBytes(StandardCharsets.UTF_8));
    }

    /// What is known of entities when a request is asked.
    @FunctionalInterface
    public interface Histories {
        /// The history of an entity in a view; null when there is none.
        @Nullable
        KnownHistory of(String view, String entity);
    }

    /// The end of the updates that the histories of one entity rest on. Updates are taken in the order of their
    /// offsets, so of all its views those before the latest end were known.
    private static final class EndOfUpdates {
        private long offset;

        @Nullable
        ViewHistory historyOf(@Nullable KnownHistory known) {
            if (known == null) {
                return null;
            }
            boolean isKnown = offset != KnownHistory.UNKNOWN_END && known.updatesEnd() != KnownHistory.UNKNOWN_END;
            offset = isKnown ? Math.max(offset, known.updatesEnd()) : KnownHistory.UNKNOWN_END;
            return known.history();
        }
    }

    private static final class Counters {
        private final Map<ViewOutcome, Counter> outcomes = new EnumMap<>(ViewOutcome.class);
        private final Counter misplaced;

        Counters(String model, String view, MeterRegistry meters) {
            for (ViewOutcome outcome : ViewOutcome.values()) {
                outcomes.put(outcome, counter(model, view, outcome.name().toLowerCase(Locale.ROOT), meters));
            }
            misplaced = counter(model, view, MISPLACED, meters);
        }

        private static Counter counter(String model, String view, String outcome, MeterRegistry meters) {
            return meters.counter("tidemark.view.values", "model", model, "view", view, "outcome", outcome);
        }

        void count(ViewOutcome outcome, boolean isMisplaced) {
            Counter counter =
                    isMisplaced && outcome == ViewOutcome.MISS ? misplaced : outcomes.getOrDefault(outcome, misplaced);
            counter.increment();
        }
    }
}
