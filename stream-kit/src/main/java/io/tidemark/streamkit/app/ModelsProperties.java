package io.tidemark.streamkit.app;

import io.tidemark.model.manifest.ManifestFolder;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.models.*`: where manifests live.
///
/// @param dir folder with one `<model>.yaml` per model
/// @param overrides `a.b=value` each; laid over every manifest
@ConfigurationProperties(prefix = "tidemark.models", ignoreUnknownFields = false)
public record ModelsProperties(
        @DefaultValue("models") Path dir, @DefaultValue List<String> overrides) {

    /// The manifests.
    public ManifestFolder toFolder() {
        return new ManifestFolder(dir, overrides);
    }
}
