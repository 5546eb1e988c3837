package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The manifest allows `mae` to be 50 % worse than the baseline, 10: up to 15.
class PerformanceAlertTest {
    private final FeedbackRig rig = new FeedbackRig();
    private int requests;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void lostQualityOpensOneAlertAndItsReturnResolvesIt() {
        assertThat(live(60, 1, 10)).isEmpty();
        List<Alert> opened = live(120, 1, 19);
        assertThat(opened).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN);
        Alert open = opened.getFirst();
        assertThat(open.getKind()).isEqualTo("performance");
        assertThat(open.getModel()).isEqualTo("homes");
        assertThat(open.getVersion()).isEqualTo(1);
        assertThat(open.getSeverity()).isEqualTo(Severity.MEDIUM);
        assertThat(open.getRunbook()).isEqualTo("runbook.md#performance");
        assertThat(open.getEvidence()).anySatisfy(evidence -> {
            assertThat(evidence.getSubject()).isEqualTo("fast");
            assertThat(evidence.getStatistic()).isEqualTo("mae");
            assertThat(evidence.getThreshold()).isEqualTo(15.0);
            assertThat(evidence.getValue()).isGreaterThan(15.0);
        });
        assertThat(open.getMessage()).contains("limit 15");

        List<Alert> resolved = live(900, 1, 10);
        assertThat(resolved).extracting(Alert::getStatus).containsExactly(AlertStatus.RESOLVED);
        assertThat(resolved.getFirst().getAlertId()).isEqualTo(open.getAlertId());
        assertThat(resolved.getFirst().getMessage()).contains("No window breaks its limit or a rule any more");
        assertThat(resolved.getFirst().getAdvice()).isEmpty();
    }

    @Test
    void aMuchLargerLossIsUrgentFromTheStartOrEscalates() {
        assertThat(live(60, 1, 10)).isEmpty();
        assertThat(live(180, 1, 100))
                .extracting(Alert::getStatus)
                .startsWith(AlertStatus.OPEN)
                .allMatch(status -> status != AlertStatus.RESOLVED);
        List<Alert> worse = live(60, 1, 200);
        assertThat(worse).isEmpty();
    }

    @Test
    void fewLabelsOpenNothing() {
        for (int i = 0; i < 9; i++) {
            request(1, 500);
        }
        ticks(3);
        assertThat(rig.alerts()).isEmpty();
    }

    @Test
    void withinTheLimitNothingOpens() {
        assertThat(live(300, 1, 14.5)).isEmpty();
    }

    @Test
    void anAlertAboutAVersionThatNoLongerAnswersIsResolved() {
        List<Alert> opened = new ArrayList<>(live(60, 1, 10));
        opened.addAll(live(120, 1, 100));
        assertThat(opened).extracting(Alert::getStatus).first().isEqualTo(AlertStatus.OPEN);
        List<Alert> next = live(90, 2, 10);
        assertThat(next).extracting(Alert::getStatus).containsExactly(AlertStatus.RESOLVED);
        assertThat(next.getFirst().getVersion()).isEqualTo(1);
        assertThat(next.getFirst().getTitle()).contains("no longer answers");
    }

    /// Late labels of a version that is gone may show a loss; nobody is called for that.
    @Test
    void aVersionThatNoLongerAnswersOpensNothing() {
        List<String> late = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String id = "late-" + i;
            late.add(id);
            rig.predict(rig.prediction(id, 500, 1, "coast", rig.now()));
            ticks(1);
        }
        assertThat(live(90, 2, 10)).isEmpty();
        List<Alert> alerts = new ArrayList<>();
        for (String id : late) {
            rig.label(rig.truth(id, 900.0));
            ticks(1);
            alerts.addAll(rig.alerts());
        }
        assertThat(alerts).isEmpty();
    }

    /// Its share may be small: it is over once no window reaches back to an answer of it.
    @Test
    void anAlertAboutAChallengerThatNoLongerAnswersIsResolved() {
        List<Alert> opened = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            request(1, 10);
            request(2, "challenger", 100);
            ticks(1);
            opened.addAll(rig.alerts());
        }
        assertThat(opened).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN);
        assertThat(opened.getFirst().getVersion()).isEqualTo(2);

        assertThat(live(300, 1, 10))
                .as("the slow window still holds answers of it")
                .isEmpty();
        List<Alert> over = live(420, 1, 10);

        assertThat(over).extracting(Alert::getStatus).containsExactly(AlertStatus.RESOLVED);
        assertThat(over.getFirst().getAlertId()).isEqualTo(opened.getFirst().getAlertId());
    }

    /// One request a second, each labelled at once, off by `error` to either side.
    private List<Alert> live(int seconds, int version, double error) {
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            request(version, error);
            ticks(1);
            alerts.addAll(rig.alerts());
        }
        return alerts;
    }

    private void request(int version, double error) {
        request(version, "champion", error);
    }

    private void request(int version, String variant, double error) {
        String id = "r" + requests++;
        rig.predict(Prediction.newBuilder(rig.prediction(id, 500, version, "coast", rig.now()))
                .setVariant(variant)
                .build());
        rig.label(rig.truth(id, requests % 2 == 0 ? 500 + error : 500 - error));
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            rig.advance(Duration.ofSeconds(1));
        }
    }
}
