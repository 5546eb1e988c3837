package io.tidemark.model.manifest;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: a whole number and one of ms, s, m, h, d.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Durations() {}

    /// The duration that `text` writes; empty when it writes none.
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.ofNullable(UNITS.get(matcher.group(2)))
                        .map(unit -> unit.multipliedBy(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    /// The duration in its largest unit that divides it, for example 90s or 2d.
    public static String format(Duration duration) {
        long ms = duration.toMillis();
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long unitMs = UNITS.getOrDefault(unit, Duration.ZERO).toMillis();
            if (ms != 0 && ms % unitMs == 0) {
                return ms / unitMs + unit;
            }
        }
        return ms + "ms";
    }
}
