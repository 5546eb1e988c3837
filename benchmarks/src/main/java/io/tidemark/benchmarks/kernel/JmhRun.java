package io.tidemark.benchmarks.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs methods of a JMH class, one after the other, each in a JVM of its own.
final class JmhRun {
    /// What the measuring JVMs say goes to the terminal: they say nothing but warnings.
    private static final String LOGGING = "io/tidemark/benchmarks/kernel/logback-jmh.xml";

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Path folder;
    private final boolean quick;
    private final Consumer<String> progress;

    /// @param folder folder with what the measuring JVMs read; their log goes there too
    /// @param quick true: short iterations, whose numbers mean little
    JmhRun(Path folder, boolean quick, Consumer<String> progress) {
        this.folder = folder;
        this.quick = quick;
        this.progress = progress;
    }

    /// What a method took for one call.
    ///
    /// @param nanoseconds mean time
    /// @param error half the 99.9 % confidence interval of it
    /// @param bytes bytes allocated on the heap
    record Cost(double nanoseconds, double error, double bytes) {}

    /// Measures one method of a class with one value of its parameter `model`.
    Cost measure(Class<?> loops, String method, String model) throws InterruptedException {
        progress.accept(method + ", " + model);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + loops.getName().replace(".", "\\.") + "\\." + method + "$")
                .param("model", model)
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(TimeValue.milliseconds(quick ? 200 : 1_000))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 1_000))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .shouldDoGC(true)
                .output(folder.resolve("jmh.log").toString())
                .jvmArgs(jvmArguments());
        Collection<RunResult> results;
        try {
            results = new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IllegalStateException(
                    "The measurement of " + method + ", " + model + " failed; see the log of the measuring JVM.", e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("The benchmark was interrupted.");
        }
        if (results.size() != 1) {
            throw new IllegalStateException(
                    "Found " + results.size() + " measurements of " + method + ", expected one.");
        }
        RunResult result = results.iterator().next();
        Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        return new Cost(
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError(),
                allocation == null ? Double.NaN : allocation.getScore());
    }

    private String[] jvmArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx2g",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=" + LOGGING,
                "-D" + KernelLoops.FOLDER + "=" + folder));
        return arguments.toArray(String[]::new);
    }
}
