package io.tidemark.feedback.quality;

import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.feedback.terms.VersionTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a row is counted, and how. It is kept with a label that was measured: what is taken back has to be taken from
/// where it was added, whatever is known of the version by then.
///
/// @param segments parts of the traffic, the whole traffic first
/// @param paneStartMs start of the pane, milliseconds since 1970-01-01 UTC
/// @param threshold probability from which on class 1 is predicted (binary)
public record Place(List<Segment> segments, long paneStartMs, double threshold) {
    public Place {
        segments = List.copyOf(segments);
    }

    /// The place of a request under the terms of the version that answered it.
    ///
    /// @param features raw values as they were scored
    public static Place of(VersionTerms terms, Instant eventTime, Map<String, ? extends @Nullable Object> features) {
        return of(terms, eventTime.toEpochMilli(), terms.segments().of(features));
    }

    /// The place of a row whose segments are known.
    ///
    /// @param eventTimeMs event time of the request, milliseconds since 1970-01-01 UTC
    public static Place of(VersionTerms terms, long eventTimeMs, List<Segment> segments) {
        long paneLengthMs = WindowShape.paneLengthMs(terms.performance());
        return new Place(segments, Math.floorDiv(eventTimeMs, paneLengthMs) * paneLengthMs, terms.threshold());
    }
}
