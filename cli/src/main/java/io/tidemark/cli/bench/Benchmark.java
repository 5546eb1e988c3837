package io.tidemark.cli.bench;

/// One benchmark of `tidemark bench`; found by ServiceLoader.
public interface Benchmark {
    /// Name on the command line.
    String name();

    /// What it measures, in one sentence.
    String description();

    /// Measures.
    ///
    /// @throws InterruptedException when it was interrupted
    BenchReport run(BenchSetting setting) throws InterruptedException;
}
