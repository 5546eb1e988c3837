package io.tidemark.stats.alarm;

/// A rise of an error rate that was found in a stream.
///
/// @param events losses since the rise, as far as it can be dated, the latest included; 1 or more
/// @param before mean loss before the rise, 0 to 1
/// @param after mean loss since the rise, 0 to 1, above `before`
/// @param evidence log likelihood ratio of a rise against none; at or above the detector's threshold
public record ErrorRateChange(long events, double before, double after, double evidence) {}
