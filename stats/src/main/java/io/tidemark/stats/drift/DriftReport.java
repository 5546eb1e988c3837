package io.tidemark.stats.drift;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The statistics of one feature: current against reference.
///
/// @param referenceRows rows of the reference behind the figures, missing ones included
/// @param currentRows current rows behind the figures, missing ones included
/// @param statistics values of the statistics that are defined; never NaN
/// @param pValues probability of a value at least as large without drift, 0 to 1, where there is a law for it
public record DriftReport(
        long referenceRows,
        long currentRows,
        Map<DriftStatistic, Double> statistics,
        Map<DriftStatistic, Double> pValues) {
    public DriftReport {
        statistics = ordered(statistics);
        pValues = ordered(pValues);
    }

    /// The value of a statistic; empty when it is not defined for these rows.
    public OptionalDouble statistic(DriftStatistic statistic) {
        return optional(statistics.get(statistic));
    }

    /// The probability of a statistic; empty when it is not defined for these rows or follows no law.
    public OptionalDouble pValue(DriftStatistic statistic) {
        return optional(pValues.get(statistic));
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Map<DriftStatistic, Double> ordered(Map<DriftStatistic, Double> values) {
        Map<DriftStatistic, Double> copy = new EnumMap<>(DriftStatistic.class);
        copy.putAll(values);
        return Collections.unmodifiableMap(copy);
    }
}
