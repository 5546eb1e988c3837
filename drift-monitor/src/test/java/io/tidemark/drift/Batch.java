package io.tidemark.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.counting.PairCounts;
import io.tidemark.drift.counting.SubjectCounts;
import io.tidemark.drift.reference.Reference;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Prediction;
import io.tidemark.model.feature.RawEncoder;
import io.tidemark.stats.alarm.DriftScan;
import io.tidemark.stats.alarm.EffectSize;
import io.tidemark.stats.drift.DriftReport;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.stats.drift.HistogramDrift;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.RankScores;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What a window over rows of the [World] has to say: computed from the rows themselves, in one go.
public final class Batch {
    private Batch() {}

    /// A window of a feature, of the answers or of a pair of features says what one batch of the rows says.
    ///
    /// @param rows all rows of the window
    public static void assertIsThatOf(List<Prediction> rows, Drift record) {
        if (record.getSubject() == DriftSubject.PAIR) {
            assertThat(record.getStatistics()).containsEntry("correlation", correlation(rows));
            return;
        }
        SubjectCounts counts = batch(record, rows);
        DriftReport report = new HistogramDrift(counts.profile()).compare(counts.histogram());
        Map<String, Double> expected = named(report.statistics());
        if (record.getWindow().equals("slow")) {
            expected.put(DriftStatistic.CHANGE.key(), change(record, counts, rows));
        }
        counts.sums().ifPresent(sums -> {
            expected.put("mean", sums.mean().orElseThrow());
            expected.put("sd", sums.sd().orElseThrow());
            expected.put("outlier_share", (double) sums.range().outliers() / sums.count());
            expected.put(
                    "out_of_range_share",
                    (double) (sums.range().below() + sums.range().above()) / sums.count());
        });
        assertThat(record.getStatistics()).containsAllEntriesOf(expected);
        assertThat(record.getPValues()).isEqualTo(named(report.pValues()));
        assertThat(record.getCounts().stream().mapToLong(Long::longValue).sum())
                .as("the small histogram has every row")
                .isEqualTo(rows.size());
    }

    private static double number(Prediction row, String feature) {
        return ((Number) Objects.requireNonNull(row.getFeatures().get(feature), feature)).doubleValue();
    }

    private static double correlation(List<Prediction> rows) {
        Reference reference = World.reference();
        PairCounts counts = PairCounts.none(1);
        RankScores income = new RankScores((NumericProfile) reference.profiles().get(0));
        RankScores age = new RankScores((NumericProfile) reference.profiles().get(1));
        for (Prediction row : rows) {
            counts.sums().getFirst().add(income.of(number(row, "income")), age.of(number(row, "age")));
        }
        return counts.sums().getFirst().correlation().orElseThrow();
    }

    private static SubjectCounts batch(Drift record, List<Prediction> rows) {
        Reference reference = World.reference();
        RawEncoder encoder = reference.newEncoder();
        double[] raw = new double[encoder.width()];
        int index = record.getSubject() == DriftSubject.PREDICTION
                ? raw.length
                : reference.features().stream()
                        .map(feature -> feature.name())
                        .toList()
                        .indexOf(record.getFeature());
        FeatureProfile profile = reference.profiles().get(index);
        SubjectCounts counts = SubjectCounts.none(profile);
        for (Prediction row : rows) {
            encoder.encode(row.getFeatures(), raw);
            counts.add(index == raw.length ? row.getValue() : raw[index]);
        }
        return counts;
    }

    /// The longest window is looked at moment by moment as well.
    private static double change(Drift record, SubjectCounts counts, List<Prediction> rows) {
        DriftScan scan = new DriftScan(
                counts.profile(),
                new EffectSize(World.DRIFT.psi(), World.DRIFT.ks()),
                World.DRIFT.pane().toMillis(),
                World.DRIFT.longestWindow().toMillis());
        for (Prediction row : rows) {
            SubjectCounts one = batch(record, List.of(row));
            scan.add(row.getEventTime().toEpochMilli(), one.histogram());
        }
        scan.advance(record.getWindowEnd().toEpochMilli());
        return scan.read().orElseThrow().logEvidence();
    }

    private static Map<String, Double> named(Map<DriftStatistic, Double> values) {
        Map<String, Double> named = new TreeMap<>();
        values.forEach((statistic, value) -> named.put(statistic.key(), value));
        return named;
    }
}
