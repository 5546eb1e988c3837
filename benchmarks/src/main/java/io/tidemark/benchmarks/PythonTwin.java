package io.tidemark.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.UserError;
import io.tidemark.model.bundle.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The Python pipeline that a training is measured against, in a virtual environment of its own that is made once: in
/// the user's cache folder, or where the environment variable `TIDEMARK_VENV_CACHE` says. Nothing else needs Python.
final class PythonTwin {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCRIPT = "training_twin.py";
    private static final List<String> PACKAGES = List.of(
            "lightgbm==4.7.0",
            "numpy==2.4.6",
            "optuna==5.0.0",
            "pandas==3.1.1",
            "scikit-learn==1.9.1",
            "scipy==1.17.1");

    private final Path workDir;
    private final Consumer<String> progress;

    PythonTwin(Path workDir, Consumer<String> progress) {
        this.workDir = workDir;
        this.progress = progress;
    }

    /// Runs it to its end; the last line of what it says: seconds as `t`, its metrics on the test rows.
    ///
    /// @param splits the run's splits.csv: the twin fits and judges with the same rows
    JsonNode run(Path data, Path splits, int trials, long seed) throws InterruptedException {
        Path python = environment();
        Path script = workDir.resolve(SCRIPT);
        try (InputStream resource = PythonTwin.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) {
                throw new IllegalStateException("The resource " + SCRIPT + " is missing.");
            }
            Files.write(script, resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.accept("Python twin: starting");
        JsonNode[] last = new JsonNode[1];
        run(
                List.of(
                        python.toString(),
                        script.toString(),
                        data.toString(),
                        splits.toString(),
                        Integer.toString(trials),
                        Long.toString(seed)),
                line -> {
                    try {
                        last[0] = JSON.readTree(line);
                        progress.accept("Python twin: " + last[0].path("stage").asText() + " "
                                + last[0].path("algorithm")
                                        .asText(last[0].path("trial").asText())
                                + ", " + last[0].path("t").asText() + " s");
                    } catch (IOException e) {
                        throw new UserError("The twin said what is no JSON: " + line);
                    }
                });
        return Optional.ofNullable(last[0])
                .filter(line -> line.path("stage").asText().equals("total"))
                .orElseThrow(() -> new UserError("The twin ended without its total."));
    }

    private Path environment() throws InterruptedException {
        String key = Sha256.of(String.join("\n", PACKAGES).getBytes(StandardCharsets.UTF_8))
                .substring(0, 12);
        Path folder = cache().resolve("venv-" + key);
        Path python = folder.resolve("env").resolve("bin").resolve("python");
        Path ready = folder.resolve("ready");
        if (Files.exists(ready)) {
            return python;
        }
        progress.accept("Python twin: making a virtual environment in " + folder);
        run(List.of("python3", "-m", "venv", "--clear", folder.resolve("env").toString()), line -> {});
        List<String> install = new ArrayList<>(
                List.of(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
        install.addAll(PACKAGES);
        run(install, line -> {});
        try {
            Files.writeString(ready, String.join("\n", PACKAGES) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return python;
    }

    private static Path cache() {
        String named = System.getenv("TIDEMARK_VENV_CACHE");
        return named == null || named.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "tidemark")
                : Path.of(named);
    }

    /// Runs a command, its lines to `listener`.
    ///
    /// @throws UserError when it cannot be started or fails, with the end of what it said
    private void run(List<String> command, Consumer<String> listener) throws InterruptedException {
        try {
            Path errors = workDir.resolve("twin-errors.txt");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    listener.accept(line);
                }
                int status = process.waitFor();
                if (status != 0) {
                    String said = Files.readString(errors);
                    throw new UserError("'" + String.join(" ", command) + "' ended with status " + status + ": "
                            + said.substring(Math.max(0, said.length() - 2000)).strip());
                }
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UserError("'" + command.getFirst() + "' cannot be run: " + e.getMessage()
                    + ". The twin needs Python 3 with venv; without --twin nothing does.");
        }
    }
}
