package io.tidemark.trainer.track;

import io.tidemark.registry.RegistryException;
import io.tidemark.registry.mlflow.MlflowAddress;
import io.tidemark.trainer.track.RunPage.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/// Writes pages to MLflow as runs. A run that an earlier try left is taken up again: its steps are replaced.
final class MlflowRunWriter implements AutoCloseable {
    private static final String PROXIED = "mlflow-artifacts:/";
    private static final String PARENT = "mlflow.parentRunId";

    /// What one call may hold.
    private static final int BATCH = 90;

    private static final int LONGEST_PARAMETER = 500;

    /// More than a pipeline has.
    private static final int MOST_STEPS = 100;

    private static final double MS_PER_S = 1e3;

    private final MlflowClient client;

    MlflowRunWriter(MlflowAddress address) {
        this.client = new MlflowClient(
                address.username().isEmpty()
                        ? new BasicMlflowHostCreds(
                                address.uri().toString(), address.token().isEmpty() ? null : address.token())
                        : new BasicMlflowHostCreds(address.uri().toString(), address.username(), address.password()));
    }

    /// A run in MLflow.
    ///
    /// @param artifactRoot where its artifacts lie below the proxy's root
    record Written(String runId, String artifactRoot) {}

    /// Writes a pipeline and its steps, which end now.
    ///
    /// @param experiment id of the experiment that holds them
    Written write(String experiment, RunPage pipeline, List<RunPage> steps) {
        long startMs = System.currentTimeMillis() - (long) (pipeline.seconds() * MS_PER_S);
        Service.RunInfo parent =
                found(experiment, pipeline.name()).orElseGet(() -> created(experiment, pipeline, startMs, ""));
        removeSteps(experiment, parent.getRunId());
        long stepMs = startMs;
        for (RunPage step : steps) {
            Service.RunInfo child = created(experiment, step, stepMs, parent.getRunId());
            stepMs += (long) (step.seconds() * MS_PER_S);
            fill(child.getRunId(), step, stepMs);
        }
        fill(parent.getRunId(), pipeline, stepMs);
        return new Written(parent.getRunId(), artifactRoot(parent.getArtifactUri()));
    }

    private Optional<Service.RunInfo> found(String experiment, String runId) {
        return search(experiment, "tags.`tidemark.run_id` = '" + runId.replace("'", "") + "'").stream()
                .findFirst();
    }

    private void removeSteps(String experiment, String parent) {
        search(experiment, "tags.`" + PARENT + "` = '" + parent + "'").forEach(run -> client.deleteRun(run.getRunId()));
    }

    private List<Service.RunInfo> search(String experiment, String filter) {
        return client
                .searchRuns(List.of(experiment), filter, Service.ViewType.ACTIVE_ONLY, MOST_STEPS)
                .getItems()
                .stream()
                .map(Service.Run::getInfo)
                .toList();
    }

    private Service.RunInfo created(String experiment, RunPage page, long startMs, String parent) {
        Service.CreateRun.Builder run = Service.CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setStartTime(startMs)
                .addTags(tag("mlflow.runName", page.name()))
                .addTags(tag("mlflow.user", System.getProperty("user.name", "tidemark")))
                .addTags(tag("mlflow.source.name", "tidemark"))
                .addTags(tag("mlflow.source.type", "JOB"));
        page.tags().forEach((key, value) -> run.addTags(tag(key, value)));
        if (!parent.isEmpty()) {
            run.addTags(tag(PARENT, parent));
        }
        return client.createRun(run.build());
    }

    private void fill(String run, RunPage page, long endMs) {
        List<Service.Metric> metrics = page.metrics().stream()
                .filter(point -> Double.isFinite(point.value()))
                .map(point -> metric(point, endMs))
                .toList();
        List<Service.Param> parameters = page.parameters().entrySet().stream()
                .map(MlflowRunWriter::parameter)
                .toList();
        List<Service.RunTag> tags = page.tags().entrySet().stream()
                .map(entry -> tag(entry.getKey(), entry.getValue()))
                .toList();
        batches(metrics).forEach(batch -> client.logBatch(run, batch, List.of(), List.of()));
        batches(parameters).forEach(batch -> client.logBatch(run, List.of(), batch, List.of()));
        batches(tags).forEach(batch -> client.logBatch(run, List.of(), List.of(), batch));
        client.setTerminated(run, Service.RunStatus.FINISHED, endMs);
    }

    private static Service.Metric metric(Point point, long timeMs) {
        return Service.Metric.newBuilder()
                .setKey(name(point.metric()))
                .setValue(point.value())
                .setStep(point.step())
                .setTimestamp(timeMs)
                .build();
    }

    private static Service.Param parameter(Map.Entry<String, String> entry) {
        String value = entry.getValue();
        return Service.Param.newBuilder()
                .setKey(name(entry.getKey()))
                .setValue(value.length() <= LONGEST_PARAMETER ? value : value.substring(0, LONGEST_PARAMETER))
                .build();
    }

    private static Service.RunTag tag(String key, String value) {
        return Service.RunTag.newBuilder().setKey(key).setValue(value).build();
    }

    /// What MLflow takes as a name.
    private static String name(String text) {
        return text.replaceAll("[^A-Za-z0-9_./ -]", "_");
    }

    private static <T> List<List<T>> batches(List<T> all) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }

    private static String artifactRoot(String uri) {
        if (!uri.startsWith(PROXIED)) {
            throw new RegistryException("Found artifacts at '" + uri + "', expected " + PROXIED
                    + "...: start the MLflow server with --serve-artifacts and --artifacts-destination.");
        }
        return uri.substring(PROXIED.length()).replaceAll("^/+", "");
    }

    @Override
    public void close() {
        client.close();
    }
}
