package io.tidemark.trainer.track;

import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.mlflow.MlflowConnection;
import io.tidemark.registry.mlflow.MlflowExperiment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.mlflow.tracking.MlflowHttpException;

/// Writes runs to MLflow: one for the pipeline, below it one for each step, and the evidence as artifacts.
///
/// MLflow's client knows no deadline for an answer, so it works on a thread of its own that nobody has to wait for.
/// Artifacts go through the registry's connection: the client would start Python for them.
public final class MlflowTracker implements RunTracker {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /// Larger files stay in the run's folder, bytes.
    private static final long LARGEST_FILE = 32L << 20;

    private static final int SERVER_ERROR = 500;
    private final MlflowConnection connection;

    /// @param connection how the server is reached
    public MlflowTracker(MlflowConnection connection) {
        this.connection = connection;
    }

    @Override
    public String track(TrackedRun run) {
        // Asks first with the connection, which gives up in time.
        String experiment = MlflowExperiment.idOf(run.manifest().name(), connection);
        MlflowRunWriter.Written written = inTime(() -> {
            try (MlflowRunWriter writer = new MlflowRunWriter(connection.address())) {
                return writer.write(experiment, RunPages.pipeline(run), RunPages.steps(run));
            }
        });
        connection.post(
                "runs/log-inputs",
                TrainingData.of(
                        written.runId(), run.result().bundle().descriptor().training()));
        storeEvidence(written.artifactRoot(), run);
        return written.runId();
    }

    private MlflowRunWriter.Written inTime(Work work) {
        CompletableFuture<MlflowRunWriter.Written> end = new CompletableFuture<>();
        Thread.ofPlatform().name("mlflow-tracking").daemon().start(() -> {
            try {
                end.complete(work.done());
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        });
        try {
            return end.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new RegistryUnavailableException(
                    "MLflow at " + connection.address() + " did not take the run within " + DEADLINE.toSeconds()
                            + " s.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("Interrupted while MLflow was told of the run.", e);
        } catch (ExecutionException e) {
            throw fault(e.getCause() == null ? e : e.getCause());
        }
    }

    private RegistryException fault(Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        String message = "MLflow at " + connection.address() + " did not take the run: " + cause.getMessage();
        boolean mayPass = !(cause instanceof MlflowHttpException answer) || answer.getStatusCode() >= SERVER_ERROR;
        return mayPass ? new RegistryUnavailableException(message, cause) : new RegistryException(message, cause);
    }

    private void storeEvidence(String root, TrackedRun run) {
        String profile =
                ProfileJson.of(run.manifest().features(), run.result().bundle().profile());
        connection.putArtifact(root + "/reference-profile.json", profile.getBytes(StandardCharsets.UTF_8));
        for (Path file : files(run.folder())) {
            try {
                String name = run.folder().relativize(file).toString().replace('\\', '/');
                connection.putArtifact(root + "/" + name, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new RegistryException("The evidence " + file + " cannot be read.", e);
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() <= LARGEST_FILE)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RegistryException("The evidence in " + folder + " cannot be listed.", e);
        }
    }

    /// What is done on the other thread.
    @FunctionalInterface
    private interface Work {
        MlflowRunWriter.Written done();
    }
}
