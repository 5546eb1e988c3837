package io.tidemark.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowAddress;
import io.tidemark.registry.mlflow.MlflowConnection;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.testkit.FakeMlflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryWatchTest {
    private final TestTime time = new TestTime();
    private final FakeMlflow server = new FakeMlflow();
    private final ToyAlerts log = new ToyAlerts();
    private MlflowRegistry registry = registry();
    private RegistryWatch watch = watch();

    /// A process that begins: with breakers that know nothing.
    private MlflowRegistry registry() {
        Guard guard = new Guard("MLflow", GuardRules.DEFAULT, time::nanos, pause -> {}, () -> 0);
        return new MlflowRegistry(
                new MlflowConnection(MlflowAddress.of(server.address(), Map.of()), guard), time.clock());
    }

    private RegistryWatch watch() {
        return new RegistryWatch(() -> List.of(registry.connection().health()), log, time.clock());
    }

    private void restart() {
        registry = registry();
        watch = watch();
    }

    /// As the bridge's loop: asks, whatever comes of it, and looks.
    private void look() {
        time.pass(Duration.ofSeconds(5));
        try {
            registry.models();
        } catch (RegistryException e) {
            assertThat(e).isNotNull();
        }
        watch.look();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRegistryThatFailsIsOneAlertUntilItAnswersAgain() {
        look();
        server.fail(Integer.MAX_VALUE);
        for (int i = 0; i < 60; i++) {
            look();
        }
        assertThat(log.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
            assertThat(alert.getKind()).isEqualTo("registry");
            assertThat(alert.getModel()).isEqualTo("*");
            assertThat(alert.getTitle()).isEqualTo("MLflow: does not answer");
            assertThat(alert.getMessage()).contains("500");
            assertThat(alert.getRunbook()).isEqualTo("runbook.md#registry");
        });
        server.fail(0);
        for (int i = 0; i < 60; i++) {
            look();
        }
        assertThat(log.steps()).containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(log.alerts())
                .extracting(Alert::getAlertId)
                .containsOnly(log.alerts().getFirst().getAlertId());
    }

    @Test
    void aShortFailureIsNoAlert() {
        server.fail(3);
        for (int i = 0; i < 60; i++) {
            look();
        }
        assertThat(log.alerts()).isEmpty();
    }

    @Test
    void restartsOpenNothingTwiceAndResolveWhatTheyFind() {
        server.fail(Integer.MAX_VALUE);
        for (int i = 0; i < 60; i++) {
            if (i % 7 == 6) {
                restart();
            }
            look();
        }
        assertThat(log.steps()).containsExactly(AlertStatus.OPEN);
        server.fail(0);
        for (int i = 0; i < 30; i++) {
            if (i % 7 == 0) {
                restart();
            }
            look();
        }
        assertThat(log.steps()).containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    @Test
    void anAlertThatCouldNotBeWrittenIsWrittenLater() {
        server.fail(Integer.MAX_VALUE);
        look();
        log.breakDown(true);
        assertThatThrownBy(() -> {
                    look();
                    look();
                })
                .hasMessage("no broker");
        log.breakDown(false);
        look();
        look();
        assertThat(log.steps()).containsExactly(AlertStatus.OPEN);
    }
}
