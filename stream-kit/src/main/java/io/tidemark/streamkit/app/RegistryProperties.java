package io.tidemark.streamkit.app;

import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.guard.GuardRules;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.registry.*`: where model bundles live.
///
/// @param dir folder of this machine: the registry itself, or what is kept of one elsewhere
/// @param mlflowUri address of an MLflow server; by default what the environment variable `MLFLOW_TRACKING_URI` says;
///     empty: the folder is the registry. Credentials come from MLflow's own environment variables
/// @param mirror second place for bundles beside MLflow, for example `gs://bucket/prefix`; empty: none
/// @param timeout how long one try may take
/// @param tries tries of one call
/// @param failures failed tries in a row after which MLflow or the mirror is left alone
/// @param alone how long it is left alone
/// @param pollInterval how often the bridge compares aliases with the timeline; a hook makes it look at once
/// @param webhookSecret secret of MLflow's webhooks; empty: hooks are not taken. It belongs into the environment
@ConfigurationProperties(prefix = "tidemark.registry", ignoreUnknownFields = false)
public record RegistryProperties(
        @DefaultValue("registry") Path dir,
        @DefaultValue("") String mlflowUri,
        @DefaultValue("") String mirror,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("3") int tries,
        @DefaultValue("5") int failures,
        @DefaultValue("60s") Duration alone,
        @DefaultValue("10s") Duration pollInterval,
        @DefaultValue("") String webhookSecret) {

    /// Which registry is used, and how it is asked.
    public RegistrySettings toSettings() {
        GuardRules defaults = GuardRules.DEFAULT;
        return new RegistrySettings(
                dir,
                mlflowUri,
                mirror,
                new GuardRules(timeout, tries, defaults.firstPause(), defaults.longestPause(), failures, alone));
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "RegistryProperties[" + toSettings() + ", pollInterval=" + pollInterval + ", webhookSecret="
                + (webhookSecret.isEmpty() ? "" : "***") + "]";
    }
}
