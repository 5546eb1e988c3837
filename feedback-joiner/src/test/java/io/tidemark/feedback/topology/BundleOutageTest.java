package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Performance;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.VersionTerms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The bundle of the version cannot be had for a while: what is taken back is what was added, no more and no less.
class BundleOutageTest {
    private final TermsSource known = FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST));
    private boolean outage;
    private final FeedbackRig rig = new FeedbackRig(
            (model, sha256) -> outage ? VersionTerms.UNKNOWN : known.of(model, sha256),
            FeedbackConfig.DEFAULT,
            FeedbackRig.temporaryFolder(),
            new FeedbackRig.Shared(FeedbackRig.START));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aLabelThatWasNotMeasuredIsNotTakenBack() {
        rig.predict(rig.prediction("r", 100));
        rig.predict(rig.prediction("s", 100));
        rig.label(rig.truth("s", 110.0));
        tick();
        outage = true;
        rig.label(rig.truth("r", 900.0));
        tick();
        outage = false;
        rig.label(rig.truth("r", 96.0, 1));
        assertThat(mae("total")).containsExactly(7.0, 7.0);
    }

    @Test
    void aLabelThatWasMeasuredIsTakenBackFromWhereItWas() {
        rig.predict(rig.prediction("r", 100));
        rig.predict(rig.prediction("s", 100));
        rig.label(rig.truth("r", 900.0));
        rig.label(rig.truth("s", 110.0));
        tick();
        outage = true;
        rig.label(rig.truth("r", 96.0, 1));
        tick();
        outage = false;
        rig.label(rig.truth("s", 111.0, 1));
        List<Performance> records = told();
        assertThat(mae(records, "total")).as("whole traffic and coast").containsExactly(11.0, 11.0);
        assertThat(mae(records, "fast")).containsExactly(11.0, 11.0);
        assertThat(mae(records, "slow")).containsExactly(11.0, 11.0);
    }

    @Test
    void aCorrectionThatWasNotMeasuredIsNotTakenBackByTheNextOne() {
        rig.predict(rig.prediction("r", 100));
        rig.predict(rig.prediction("s", 100));
        rig.label(rig.truth("r", 900.0));
        rig.label(rig.truth("s", 110.0));
        outage = true;
        rig.label(rig.truth("r", 800.0, 1));
        tick();
        outage = false;
        rig.label(rig.truth("r", 96.0, 2));
        assertThat(mae("total")).containsExactly(7.0, 7.0);
    }

    private List<Double> mae(String window) {
        return mae(told(), window);
    }

    private List<Performance> told() {
        rig.performance();
        tick();
        tick();
        assertThat(rig.deadLetters()).isEmpty();
        return rig.performance();
    }

    /// Of the whole traffic and of its segment, the last of each.
    private static List<Double> mae(List<Performance> records, String window) {
        return List.of(false, true).stream()
                .map(segment -> records.stream()
                        .filter(record -> record.getWindow().equals(window))
                        .filter(record -> (record.getSegment() != null) == segment)
                        .reduce((first, second) -> second)
                        .orElseThrow()
                        .getMetrics()
                        .get("mae"))
                .toList();
    }

    private void tick() {
        rig.advance(Duration.ofSeconds(1));
    }
}
