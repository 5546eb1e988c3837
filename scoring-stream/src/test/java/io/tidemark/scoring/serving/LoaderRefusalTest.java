package io.tidemark.scoring.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Refused;
import io.tidemark.event.Severity;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is refused, and that what served before goes on.
class LoaderRefusalTest extends LoaderTest {
    @Test
    void aBundleThatIsNoneIsRefusedAndTheOldVersionGoesOn() throws InterruptedException {
        byte[] rubbish = "not a bundle".getBytes(UTF_8);
        assertRefused("format", Sha256.of(rubbish), rubbish);
    }

    @Test
    void aBundleWithAFlippedBitIsRefusedAndTheOldVersionGoesOn() throws InterruptedException {
        byte[] damaged = SECOND.file();
        damaged[damaged.length / 2] ^= 1;
        assertRefused("sha256", SECOND.sha256(), damaged);
    }

    @Test
    void anotherBundleThanTheTimelineNamesIsRefused() throws InterruptedException {
        assertRefused("sha256", SECOND.sha256(), THIRD.file());
    }

    @Test
    void aBundleThatScoresOtherwiseThanItSaysIsRefused() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        assertRefused("golden-rows", wrong.sha256(), wrong.file());
    }

    @Test
    void aBundleOfAnotherModelIsRefused() throws InterruptedException {
        ToyModel other = ToyModel.of("other", 2);
        assertRefused("format", other.sha256(), other.file());
    }

    @Test
    void anActivationOfSeveralVersionsIsRefusedAsAWhole() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(3);
        bench.serve(FIRST);
        bench.registry.add(SECOND);
        bench.registry.add(wrong);
        bench.activate(SECOND, wrong, 1_000);

        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.ready().challengers()).isEmpty();
        assertThat(bench.outbox.refused()).extracting(Refused::getVersion).containsExactly(3);
    }

    private void assertRefused(String check, String sha256, byte[] file) throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.put("toy", sha256, file);
        String activation = bench.activate("toy", 2, sha256, List.of());
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.prospect()).isEqualTo(Prospect.REFUSED);
        assertThat(bench.outbox.refused()).hasSize(1);
        Refused refused = bench.outbox.refused().getFirst();
        assertThat(refused.getCheck()).isEqualTo(check);
        assertThat(refused.getActivationId()).isEqualTo(activation);
        assertThat(refused.getVersion()).isEqualTo(2);
        assertThat(refused.getBundleSha256()).isEqualTo(sha256);
        assertThat(refused.getInstance()).isEqualTo("instance-1");
        assertThat(refused.getMessage()).isNotBlank();
        assertThat(bench.outbox.alerts).hasSize(1);
        Alert alert = bench.outbox.alerts.getFirst();
        assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(alert.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(alert.getKind()).isEqualTo("model-refused");
        assertThat(alert.getVersion()).isEqualTo(2);
        assertThat(alert.getTitle()).contains("Version 2 of toy was refused: " + check);
        assertThat(alert.getMessage()).contains("Whatever served before goes on.");
        assertThat(bench.meters
                        .counter("tidemark.models.refused", "model", "toy", "check", check)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aRegistryThatIsGoneIsAskedAgainAndTheThirdTimeItIsSaid() throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.setGone(true);
        bench.activate(SECOND);

        bench.load();
        bench.pass(Duration.ofMillis(500));
        bench.load();
        assertThat(bench.outbox.refused()).isEmpty();
        assertThat(bench.prospect()).isEqualTo(Prospect.LOADING);
        bench.pass(Duration.ofSeconds(1));
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(1);
        assertThat(bench.prospect()).isEqualTo(Prospect.REFUSED);
        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("fetch");
        assertThat(bench.outbox.alerts).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN);
        bench.pass(Duration.ofSeconds(2));
        bench.load();
        assertThat(bench.outbox.alerts).as("it is said once").hasSize(1);

        bench.registry.setGone(false);
        bench.registry.add(SECOND);
        bench.pass(Duration.ofSeconds(4));
        bench.load();

        assertThat(bench.servingVersion()).isEqualTo(2);
        assertThat(bench.outbox.alerts)
                .extracting(Alert::getAlertId, Alert::getStatus)
                .containsExactly(
                        tuple("activation-1/refused/2", AlertStatus.OPEN),
                        tuple("activation-1/refused/2", AlertStatus.RESOLVED));
    }

    @Test
    void whatCouldNotBeReachedAndThenIsBadIsOneAlert() throws InterruptedException {
        ToyModel wrong = ToyModel.misbehaving(2);
        bench.serve(FIRST);
        bench.activate(wrong);
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();
        bench.registry.add(wrong);
        bench.pass(Duration.ofSeconds(10));
        bench.load();
        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("fetch", "golden-rows");

        bench.serve(THIRD);

        assertThat(bench.outbox.alerts.stream().filter(alert -> alert.getStatus() == AlertStatus.RESOLVED))
                .hasSize(1);
    }

    @Test
    void codeThatFailsIsTriedAgainAndSaidToo() throws InterruptedException {
        bench.serve(FIRST);
        bench.registry.fail(new IllegalStateException("a bug"));
        bench.activate(SECOND);
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();
        bench.pass(Duration.ofSeconds(1));
        bench.load();

        assertThat(bench.outbox.refused())
                .extracting(Refused::getCheck, Refused::getMessage)
                .containsExactly(tuple("unexpected", "a bug"));
        assertThat(bench.servingVersion()).isEqualTo(1);
    }

    @Test
    void aRefusalThatCannotBeSaidIsTriedAgain() throws InterruptedException {
        byte[] rubbish = "not a bundle".getBytes(UTF_8);
        bench.registry.put(ToyModel.NAME, Sha256.of(rubbish), rubbish);
        bench.activate(ToyModel.NAME, 2, Sha256.of(rubbish), List.of());
        bench.outbox.fail(new IllegalStateException("no schema registry"));
        bench.load();
        assertThat(bench.outbox.refused()).isEmpty();

        bench.outbox.work();
        bench.pass(Duration.ofSeconds(1));
        bench.load();

        assertThat(bench.outbox.refused()).extracting(Refused::getCheck).containsExactly("format");
    }
}
