package io.tidemark.model.view;

import io.tidemark.model.manifest.ViewSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds to an event's values what the views of a model have of its entity, as of the event's time.
///
/// For each feature of a view: a value of the event itself, else the view's while it is fresh enough, else the
/// default, else none. Any number of threads may use one.
public final class ViewJoin {
    private final List<ViewSpec> views;

    public ViewJoin(List<ViewSpec> views) {
        this.views = List.copyOf(views);
    }

    /// True when the model has no views: there is nothing to add, ever.
    public boolean isEmpty() {
        return views.isEmpty();
    }

    /// The views.
    public List<ViewSpec> views() {
        return views;
    }

    /// The values with those of the views; the given map stays as it is.
    ///
    /// @param values null, Boolean, Long, Double or String by feature name
    /// @param timeMs event time, milliseconds since 1970-01-01 UTC
    /// @param histories what is known of the event's entity; asked once per view, when the event lacks a value
    /// @param tally hears of each feature of each view
    public Map<String, @Nullable Object> join(
            Map<String, ? extends @Nullable Object> values, long timeMs, Histories histories, Tally tally) {
        Map<String, @Nullable Object> joined = new HashMap<>(values);
        for (ViewSpec view : views) {
            ViewHistory history = null;
            boolean asked = false;
            for (String feature : view.features()) {
                if (joined.get(feature) != null) {
                    tally.count(view, ViewOutcome.GIVEN);
                    continue;
                }
                if (!asked) {
                    history = histories.of(view);
                    asked = true;
                }
                ViewValue held = history == null ? ViewValue.MISSING : history.at(feature, timeMs, view.ttl());
                tally.count(view, add(view, feature, held, joined));
            }
        }
        return joined;
    }

    /// The values with the defaults of what they lack, for rows that no history is known of.
    public Map<String, @Nullable Object> withDefaults(Map<String, ? extends @Nullable Object> values) {
        return join(values, 0, view -> null, (view, outcome) -> {});
    }

    private static ViewOutcome add(
            ViewSpec view, String feature, ViewValue held, Map<String, @Nullable Object> joined) {
        return switch (held) {
            case ViewValue.Held found -> {
                joined.put(feature, found.value());
                yield ViewOutcome.HIT;
            }
            case ViewValue.Stale stale -> {
                addDefault(view, feature, joined);
                yield ViewOutcome.STALE;
            }
            case ViewValue.Missing missing -> {
                addDefault(view, feature, joined);
                yield ViewOutcome.MISS;
            }
        };
    }

    private static void addDefault(ViewSpec view, String feature, Map<String, @Nullable Object> joined) {
        Object value = view.defaults().get(feature);
        if (value != null) {
            joined.put(feature, value);
        }
    }

    /// What is known of one entity.
    @FunctionalInterface
    public interface Histories {
        /// Its history in a view; null when there is none.
        @Nullable
        ViewHistory of(ViewSpec view);
    }

    /// Counts where values came from.
    @FunctionalInterface
    public interface Tally {
        void count(ViewSpec view, ViewOutcome outcome);
    }
}
