package io.tidemark.registry.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.testkit.FakeMlflow;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MlflowExperimentTest {
    private static final String TRAINING =
            "[{\"key\":\"mlflow.experimentKind\",\"value\":\"custom_model_development\"}]";

    private final FakeMlflow server = new FakeMlflow();
    private final MlflowConnection connection = new MlflowConnection(
            MlflowAddress.of(server.address(), Map.of()),
            new Guard(
                    "MLflow",
                    new GuardRules(
                            Duration.ofSeconds(10),
                            1,
                            Duration.ofMillis(1),
                            Duration.ofMillis(1),
                            5,
                            Duration.ofSeconds(60)),
                    System::nanoTime,
                    pause -> {},
                    () -> 0));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itIsMadeOnceAndSaysThatItIsOfTraining() {
        String id = MlflowExperiment.idOf("housing", connection);

        assertThat(MlflowExperiment.idOf("housing", connection)).isEqualTo(id);
        assertThat(tags()).isEqualTo(TRAINING);
    }

    @Test
    void oneThatSomebodyMadeIsToldWhatItIs() {
        connection.post(
                "experiments/create", MlflowConnection.JSON.createObjectNode().put("name", "tidemark/housing"));

        String id = MlflowExperiment.idOf("housing", connection);

        assertThat(MlflowExperiment.idOf("housing", connection)).isEqualTo(id);
        assertThat(tags()).isEqualTo(TRAINING);
    }

    private String tags() {
        JsonNode experiment = connection
                .get("experiments/get-by-name", Map.of("experiment_name", "tidemark/housing"))
                .path("experiment");
        return experiment.path("tags").toString();
    }
}
