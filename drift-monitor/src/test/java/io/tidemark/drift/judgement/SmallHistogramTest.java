package io.tidemark.drift.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallHistogramTest {
    private static SmallHistogram of(double from, double to) {
        double[] values = IntStream.range(0, 1_000)
                .mapToDouble(i -> from + (to - from) * i / 1_000)
                .toArray();
        FeatureProfile profile = ReferenceProfile.of(
                        List.of(new FeatureSpec.NumberFeature("x", false, "", Range.ALL, Optional.empty(), false)),
                        new RawTable(new double[][] {values}, values.length),
                        values)
                .features()
                .getFirst();
        return SmallHistogram.of(profile, profile.reference(), List.of());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-122.5, -121.9", "1000000, 1000100", "0.00000100, 0.00000101", "5000, 9000"})
    void groupsHaveLabelsOfTheirOwn(double from, double to) {
        SmallHistogram histogram = of(from, to);
        assertThat(histogram.bins()).hasSizeBetween(9, 11).doesNotHaveDuplicates();
        assertThat(histogram.bins())
                .as("no more digits than that takes")
                .allSatisfy(label -> assertThat(label).hasSizeLessThanOrEqualTo(13));
        assertThat(histogram.reference().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(1_000);
    }
}
