package io.tidemark.registry.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.TooLargeException;
import io.tidemark.registry.guard.DependencyHealth.State;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.testkit.FakeMlflow;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MlflowRegistryTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final FakeMlflow server = new FakeMlflow();
    private final MlflowRegistry registry = registry(server.address(), Map.of(), Duration.ofSeconds(10));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aVersionIsFoundAsItWasRegistered() {
        ModelVersion version = registry.register(registration("run-1", true));

        assertThat(registry.versions("housing")).containsExactly(version);
        assertThat(version)
                .isEqualTo(new ModelVersion(
                        "housing",
                        1,
                        "run-1",
                        Sha256.of(bundle("run-1")),
                        true,
                        Instant.ofEpochMilli(1_000_001),
                        Map.of("mae", 1.5),
                        Map.of("data", "x.csv")));
        assertThat(registry.fetch("housing", version.bundleSha256())).isEqualTo(bundle("run-1"));
        assertThat(registry.models()).containsExactly("housing");
    }

    @Test
    void aRunIsRegisteredOnce() {
        ModelVersion first = registry.register(registration("run-1", true));

        assertThat(registry.register(registration("run-1", true))).isEqualTo(first);
        assertThat(registry.versions("housing")).hasSize(1);
    }

    @Test
    void afterADeathBeforeTheVersionTheSameRunIsTakenAgain() {
        registry.register(registration("run-1", true));
        server.artifacts().keySet().forEach(path -> assertThat(path).startsWith("1/run1/artifacts/bundle/"));
        String again = new MlflowRuns(registry.connection(), Clock.systemUTC()).ofTraining("housing", "run-1");

        assertThat(again).isEqualTo("run1");
    }

    @Test
    void anAliasSaysWhoSetItAndWhy() {
        registry.register(registration("run-1", true));
        registry.setAlias("housing", "champion", 1, "ada", "looks good");

        assertThat(registry.aliases("housing")).containsExactly(Map.entry("champion", 1));
        assertThat(registry.history("housing"))
                .contains(new HistoryEntry.AliasSet(NOW, "champion", 1, "ada", "looks good"));
    }

    @Test
    void aRefusedVersionGetsNoAlias() {
        registry.register(registration("run-1", false));

        assertThatThrownBy(() -> registry.setAlias("housing", "champion", 1, "ada", ""))
                .hasMessageContaining("refused by its gates");
        assertThat(registry.aliases("housing")).isEmpty();
    }

    @Test
    void anAliasThatSomebodyElseMovedIsSeenWithoutANote() {
        registry.register(registration("run-1", true));
        registry.register(registration("run-2", true));
        registry.setAlias("housing", "champion", 1, "ada", "");
        server.setAlias("housing", "champion", 2);

        assertThat(registry.aliases("housing")).containsEntry("champion", 2);
        assertThat(registry.noted("housing", "champion"))
                .hasValueSatisfying(note -> assertThat(note.isOf(1)).isTrue());
    }

    @Test
    void stagesStandForAliasesWhereNoneAreSet() {
        registry.register(registration("run-1", true));
        server.registerForeign("housing", "Production");
        server.registerForeign("housing", "Staging");

        assertThat(registry.aliases("housing")).isEqualTo(Map.of("champion", 2, "challenger", 3));
        registry.setAlias("housing", "champion", 1, "ada", "");
        assertThat(registry.aliases("housing")).containsEntry("champion", 1);
    }

    @Test
    void versionsOfOtherToolsAreToldApart() {
        registry.register(registration("run-1", true));
        server.registerForeign("housing", "None");

        assertThat(registry.versions("housing")).hasSize(1);
        assertThat(registry.foreign("housing")).containsExactly(2);
    }

    @Test
    void modelsOfOtherToolsAreNotTouched() {
        server.registerForeign("somebody-elses", "None");

        assertThat(registry.models()).isEmpty();
    }

    @Test
    void anUnknownModelHasNothing() {
        assertThat(registry.versions("nobody")).isEmpty();
        assertThat(registry.aliases("nobody")).isEmpty();
        assertThat(registry.history("nobody")).isEmpty();
    }

    @Test
    void namesThatAreNoNamesDoNotReachTheServer() {
        assertThatThrownBy(() -> registry.versions("x' OR name LIKE '%")).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry.fetch("housing", "../../secret")).isInstanceOf(RegistryException.class);
        assertThat(server.requests()).isZero();
    }

    @Test
    void aServerThatIsOutOfOrderIsAskedAgain() {
        server.fail(2);

        assertThat(registry.models()).isEmpty();
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void afterTenTimes500ItIsLeftAlone() {
        server.fail(10);

        for (int call = 0; call < 4; call++) {
            assertThatThrownBy(registry::models).isInstanceOf(RegistryUnavailableException.class);
        }
        assertThat(server.requests()).isEqualTo(5);
        assertThat(registry.connection().health().state()).isEqualTo(State.DOWN);
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() {
        MlflowRegistry impatient = registry(server.address(), Map.of(), Duration.ofMillis(100));
        server.fallSilent();

        assertThatThrownBy(impatient::models)
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("nothing went or came for 100 ms");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        server.close();

        assertThatThrownBy(registry::models).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aDownloadThatBreaksOffIsNoBundle() {
        ModelVersion version = registry.register(registration("run-1", true));
        server.cutArtifactsShort();

        assertThatThrownBy(() -> registry.fetch("housing", version.bundleSha256()))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aBundleThatIsTooLargeIsRefusedBeforeItIsRead() {
        ModelVersion version = registry.register(registration("run-1", true));

        assertThatThrownBy(() -> registry.fetch("housing", version.bundleSha256(), 5))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("expected at most 5 bytes");
    }

    @Test
    void artifactsOutsideTheProxyAreRefusedWithAdvice() {
        assertThatThrownBy(() -> MlflowRuns.proxied("/var/mlruns/1/2/artifacts"))
                .hasMessageContaining("--serve-artifacts");
        assertThatThrownBy(() -> MlflowRuns.proxied("mlflow-artifacts:/1/../../etc"))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void credentialsComeFromTheEnvironmentAndShowNowhere() {
        server.expectAuthorization("Basic YWRhOnMzY3JldA==");
        Map<String, String> environment =
                Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "s3cret");

        assertThat(registry(server.address(), environment, Duration.ofSeconds(10))
                        .models())
                .isEmpty();
        assertThatThrownBy(registry::models)
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("MLFLOW_TRACKING_USERNAME");
        assertThat(MlflowAddress.of("https://ada:s3cret@mlflow.example/base/", Map.of()))
                .hasToString("https://mlflow.example/base");
    }

    @Test
    void aTokenIsABearer() {
        server.expectAuthorization("Bearer t0ken");

        assertThat(registry(server.address(), Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"), Duration.ofSeconds(10))
                        .models())
                .isEmpty();
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutBeingQuoted() {
        assertThatThrownBy(() -> MlflowAddress.of("sqlite:///secret.db", Map.of()))
                .hasMessageContaining("scheme 'sqlite'")
                .hasMessageNotContaining("secret");
    }

    private static MlflowRegistry registry(String address, Map<String, String> environment, Duration timeout) {
        GuardRules rules =
                new GuardRules(timeout, 3, Duration.ofMillis(1), Duration.ofMillis(1), 5, Duration.ofSeconds(60));
        Guard guard = new Guard("MLflow", rules, System::nanoTime, pause -> {}, () -> 0);
        return new MlflowRegistry(
                new MlflowConnection(MlflowAddress.of(address, environment), guard), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Registration registration(String runId, boolean approved) {
        byte[] bundle = bundle(runId);
        return new Registration(
                "housing",
                runId,
                Sha256.of(bundle),
                approved,
                Map.of("mae", 1.5),
                Map.of("data", "x.csv"),
                new Registration.Notes("# Housing", ""),
                () -> bundle);
    }

    private static byte[] bundle(String runId) {
        return ("bundle of " + runId).getBytes(StandardCharsets.UTF_8);
    }
}
