package io.tidemark.streamkit.app;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.registry.*`: where model bundles live.
///
/// @param dir directory of the local registry
@ConfigurationProperties(prefix = "tidemark.registry", ignoreUnknownFields = false)
public record RegistryProperties(@DefaultValue("registry") Path dir) {}
