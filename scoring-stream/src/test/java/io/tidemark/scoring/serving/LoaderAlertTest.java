package io.tidemark.scoring.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// When an alert about a refusal is over, and who says so.
class LoaderAlertTest extends LoaderTest {
    @Test
    void anAlertIsOverOnceAnotherVersionServes() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        bench.serve(FIRST);
        bench.serve(wrong);
        bench.serve(ToyModel.misbehaving(3));

        bench.serve(ToyModel.version(4));

        assertThat(bench.prospect()).isEqualTo(Prospect.READY);
        assertThat(bench.outbox.alerts)
                .extracting(Alert::getAlertId, Alert::getStatus)
                .containsExactly(
                        tuple("activation-1/refused/2", AlertStatus.OPEN),
                        tuple("activation-2/refused/3", AlertStatus.OPEN),
                        tuple("activation-1/refused/2", AlertStatus.RESOLVED),
                        tuple("activation-2/refused/3", AlertStatus.RESOLVED));
        assertThat(bench.outbox.alerts.getLast().getOpenedAt()).isEqualTo(ToyRequest.TIME);
        assertThat(bench.outbox.alerts.getLast().getMessage()).contains("Version 4 is ready");
    }

    /// As after a crash: the loader knows of a refusal from the timeline only.
    @Test
    void aRefusalOfBeforeARestartIsOverOnceALaterActivationServes() throws InterruptedException {
        bench.activate(SECOND);
        bench.tell(refusal("activation-0", "instance-1"));
        bench.tell(refusal("activation-0", "gone"));

        bench.serve(THIRD);

        assertThat(bench.outbox.alerts)
                .extracting(Alert::getAlertId, Alert::getStatus)
                .containsExactly(tuple("activation-0/refused/2", AlertStatus.RESOLVED));
    }

    @Test
    void aRefusalByAnotherOfTheSameActivationIsNotOver() throws InterruptedException {
        bench.registry.add(SECOND);
        bench.activate(SECOND);
        bench.tell(refusal("activation-0", "other"));
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(2);
        assertThat(bench.outbox.alerts).isEmpty();
    }

    @Test
    void whatAnotherInstanceRefusedAlertsNoSecondTime() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        bench.serve(FIRST);
        bench.registry.add(wrong);
        String activation = bench.activate(wrong);
        bench.tell(refusal(activation, "other"));

        bench.load();

        assertThat(bench.outbox.refused()).as("its own refusal").hasSize(1);
        assertThat(bench.outbox.alerts).isEmpty();
    }

    @Test
    void aRefusalOfSeveralIsOverOnceTheLastOfThemServes() throws InterruptedException {
        bench.serve(FIRST);
        String activation = refusedHere();
        bench.tell(refusal(activation, "other"));
        serveAfterAll();
        assertThat(bench.outbox.alerts).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN);

        bench.tell(acknowledgement(activation, "instance-1"));
        bench.tell(acknowledgement(activation, "other"));
        assertThat(bench.outbox.alerts).as("the other has said it").hasSize(1);
    }

    /// Neither knew that it was the last one.
    @Test
    void ofTwoThatServeAtOneMomentTheLastOnTheTimelineSaysThatItIsOver() throws InterruptedException {
        bench.serve(FIRST);
        String activation = refusedHere();
        bench.tell(refusal(activation, "other"));
        serveAfterAll();

        bench.tell(acknowledgement(activation, "other"));
        bench.tell(acknowledgement(activation, "instance-1"));

        assertThat(bench.outbox.alerts)
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    @Test
    void whatIsAcknowledgedWasSaidAndIsNotSaidAgain() throws InterruptedException {
        bench.serve(THIRD);
        TimelineEvent acknowledged = bench.outbox.facts.getLast();

        try (LoaderBench restarted = new LoaderBench(folder.resolve("restarted"))) {
            restarted.activate(SECOND);
            restarted.tell(refusal("activation-0", "other"));
            restarted.registry.add(THIRD);
            String activation = restarted.activate(THIRD);
            Acknowledged fact = Acknowledged.newBuilder((Acknowledged) acknowledged.getFact())
                    .setActivationId(activation)
                    .build();
            restarted.tell(TimelineEvent.newBuilder(acknowledged).setFact(fact).build());
            restarted.load();

            assertThat(restarted.servingVersion()).isEqualTo(3);
            assertThat(restarted.outbox.alerts).isEmpty();
        }
    }

    /// A shadow under a later activation is ready before the champion is: that says nothing of the champion.
    @Test
    void aShadowThatIsReadyEndsNoRefusalOfTheChampion() throws InterruptedException {
        bench.serve(FIRST);
        refusedHere();
        String later = bench.activate(SECOND);
        bench.tell(acknowledgement(later, LoaderFacts.shadowOf("instance-2")));

        serveAfterAll();

        assertThat(bench.outbox.alerts)
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    private String refusedHere() throws InterruptedException {
        bench.registry.setGone(true);
        String activation = bench.activate(SECOND);
        for (int i = 0; i < 3; i++) {
            bench.load();
            bench.pass(Duration.ofSeconds(4));
        }
        return activation;
    }

    private void serveAfterAll() throws InterruptedException {
        bench.registry.setGone(false);
        bench.registry.add(SECOND);
        bench.load();
        assertThat(bench.servingVersion()).isEqualTo(2);
    }

    private static TimelineEvent acknowledgement(String activationId, String instance) {
        ServingModel serving = SECOND.serving();
        return new LoaderFacts(instance, Clock.fixed(ToyRequest.TIME, ZoneOffset.UTC))
                .acknowledged(activationId, new LoadedVersion(serving, 0, 0, 0));
    }

    private static TimelineEvent refusal(String activationId, String instance) {
        return new LoaderFacts(instance, Clock.fixed(ToyRequest.TIME, ZoneOffset.UTC))
                .refused(
                        activationId,
                        new WantedVersion(ToyModel.NAME, 2, SECOND.sha256()),
                        new LoadException("format", false, new IllegalStateException("no bundle")));
    }
}
