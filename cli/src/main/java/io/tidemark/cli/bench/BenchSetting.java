package io.tidemark.cli.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What a benchmark may use.
///
/// @param workDir an empty folder for it
/// @param modelsDir folder of the manifests
/// @param quick true: a short run that shows that it works; its numbers mean little
/// @param progress hears what is being done
public record BenchSetting(Path workDir, Path modelsDir, boolean quick, Consumer<String> progress) {}
