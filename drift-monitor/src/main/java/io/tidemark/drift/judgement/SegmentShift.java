package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Subject;
import io.tidemark.event.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A part of the traffic that has grown: often where the drift comes from.
///
/// @param segment feature and value
/// @param before its share in the reference, 0 to 1
/// @param now its share in the window, 0 to 1
record SegmentShift(String segment, double before, double now, long rows, long referenceRows) {
    private static final double SMALLEST = 0.05;

    /// The value of a segment feature whose share has grown most, by five points or more.
    ///
    /// @param segments names of the features whose values are told apart
    static Optional<SegmentShift> largest(Findings findings, List<String> segments) {
        return findings.all().stream()
                .filter(Finding::judged)
                .filter(finding ->
                        finding.subject() instanceof Subject.Feature feature && segments.contains(feature.name()))
                .flatMap(SegmentShift::values)
                .filter(shift -> shift.now - shift.before >= SMALLEST)
                .max(Comparator.comparingDouble(shift -> shift.now - shift.before));
    }

    private static Stream<SegmentShift> values(Finding finding) {
        SmallHistogram histogram = finding.portrait().histogram();
        long reference = sum(histogram.reference());
        long current = sum(histogram.current());
        if (reference == 0 || current == 0) {
            return Stream.empty();
        }
        return IntStream.range(0, histogram.bins().size())
                .mapToObj(bin -> new SegmentShift(
                        finding.subject().shown() + " = " + histogram.bins().get(bin),
                        (double) histogram.reference().get(bin) / reference,
                        (double) histogram.current().get(bin) / current,
                        current,
                        reference));
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    String shown() {
        return String.format(
                Locale.ROOT,
                "The segment %s grew from %.1f %% to %.1f %% of the rows.",
                segment,
                100 * before,
                100 * now);
    }

    Evidence evidence() {
        return Evidence.newBuilder()
                .setSubject(segment)
                .setStatistic("segment_share")
                .setValue(now)
                .setCount(rows)
                .setReferenceCount(referenceRows)
                .build();
    }
}
