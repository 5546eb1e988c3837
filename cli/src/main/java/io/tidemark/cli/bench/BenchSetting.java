package io.tidemark.cli.bench;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// What a benchmark may use.
///
/// @param workDir an empty folder for it
/// @param modelsDir folder of the manifests
/// @param quick true: a short run that shows that it works; its numbers mean little
/// @param data base data in place of the manifest's; only benchmarks that train look at it
/// @param trials trials of a sweep; empty: as many as the benchmark thinks right
/// @param twin whether what others use is measured as well, where the benchmark has such a twin
/// @param progress hears what is being done
public record BenchSetting(
        Path workDir,
        Path modelsDir,
        boolean quick,
        Optional<Path> data,
        OptionalInt trials,
        boolean twin,
        Consumer<String> progress) {}
