package io.tidemark.system;

import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.LocalStack;
import io.tidemark.testkit.MlflowServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A stack whose registry is an MLflow server that sends hooks.
final class MlflowStack {
    /// Of the hooks.
    static final String SECRET = "hook-secret";

    private MlflowStack() {}

    /// One partition, free ports.
    ///
    /// @param pollInterval how often the bridge looks without a hook
    static LocalStack.Settings settings(
            Home home, Path models, List<String> overrides, MlflowServer server, String pollInterval) {
        LocalStack.Settings plain = LocalStack.Settings.in(home, models);
        return new LocalStack.Settings(
                plain.home(),
                plain.models(),
                overrides,
                plain.brokerPort(),
                plain.registryPort(),
                plain.managementPort(),
                OptionalInt.of(1),
                Map.of(
                        "tidemark.registry.mlflow-uri",
                        server.uri(),
                        "tidemark.registry.webhook-secret",
                        SECRET,
                        "tidemark.registry.poll-interval",
                        pollInterval));
    }

    /// Where the stack takes hooks.
    static URI hooks(LocalStack stack) {
        return URI.create("http://127.0.0.1:" + stack.managementPort() + "/webhooks/mlflow");
    }
}
