package io.tidemark.cli.demo;

import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.demo.DemoState.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The moments of the loop: each has to be reached, and none before the one that causes it.
///
/// @param reached seconds since the start by moment
record LoopChain(Map<Moment, Double> reached) {
    LoopChain {
        reached = Map.copyOf(reached);
    }

    /// How long each step took, by name; below 0 where the order is wrong.
    Map<String, Double> times() {
        Map<String, Double> times = new LinkedHashMap<>();
        Moment[] all = Moment.values();
        for (int i = 1; i < all.length; i++) {
            span(times, all[i - 1], all[i]);
        }
        span(times, Moment.SHIFT, Moment.RECOVERED);
        return times;
    }

    private void span(Map<String, Double> times, Moment from, Moment to) {
        Double start = reached.get(from);
        Double end = reached.get(to);
        if (start != null && end != null) {
            times.put(name(from) + "_to_" + name(to), end - start);
        }
    }

    /// @param last what the training said last, in words; may be empty
    Invariant closed(String last) {
        List<String> faults = new ArrayList<>();
        Moment before = null;
        for (Moment moment : Moment.values()) {
            Double at = reached.get(moment);
            if (at == null) {
                faults.add(name(moment) + " was not reached");
            } else {
                Double earlier = before == null ? null : reached.get(before);
                if (before != null && earlier != null && at < earlier) {
                    faults.add(String.format(
                            Locale.ROOT, "%s at %.3f s, before %s at %.3f s", name(moment), at, name(before), earlier));
                }
                before = moment;
            }
        }
        return new Invariant(
                "the loop closed: shift, alert, request, trained, swapped, recovered",
                faults.isEmpty(),
                (faults.isEmpty() ? "each after the one before" : String.join("; ", faults)) + last);
    }

    private static String name(Moment moment) {
        return moment.name().toLowerCase(Locale.ROOT);
    }
}
