package io.tidemark.trainer.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.trainer.sweep.space.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A sweep's files in a run's folder.
public final class SweepFiles {
    public static final String TRIALS = "trials.csv";
    public static final String BEST = "best_params.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SweepFiles() {}

    /// Writes both files; without a complete trial the first alone.
    ///
    /// @param metric name of the objective
    public static void write(Path folder, SweepResult result, String metric) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(TRIALS), trialsCsv(result));
        if (result.best().isPresent()) {
            Files.writeString(folder.resolve(BEST), bestYaml(result, metric));
        }
    }

    /// A row per trial: `trial,origin,state,value,best_so_far`, a column per parameter,
    /// `steps,last_step,seconds,reason,found`; the last one is what the objective found by itself, `name=value`.
    /// The value is that of the last step for a pruned trial and empty for a failed one.
    public static String trialsCsv(SweepResult result) {
        List<Parameter> parameters = result.settings().space().parameters();
        StringBuilder csv = new StringBuilder("trial,origin,state,value,best_so_far,");
        parameters.forEach(parameter -> csv.append(cell(parameter.name())).append(','));
        csv.append("steps,last_step,seconds,reason,found\n");
        double[] best = result.bestSoFar();
        for (int i = 0; i < best.length; i++) {
            TrialRecord trial = result.trials().get(i);
            csv.append(trial.number()).append(',').append(trial.origin().key()).append(',');
            csv.append(trial.result().state())
                    .append(',')
                    .append(cell(SweepResult.value(trial)))
                    .append(',');
            csv.append(cell(best[i])).append(',');
            trial.parameters().values().forEach(value -> csv.append(cell(value)).append(','));
            csv.append(trial.curve().points().size()).append(',');
            csv.append(
                    trial.curve().points().isEmpty()
                            ? ""
                            : trial.curve().points().getLast().step());
            csv.append(',').append(trial.seconds()).append(',');
            csv.append(trial.result() instanceof TrialResult.Failed failed ? cell(failed.reason()) : "")
                    .append(',')
                    .append(trial.found().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining(" ")))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String cell(Object value) {
        if (value instanceof Double number && number.isNaN()) {
            return "";
        }
        String text = value.toString();
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// The best complete trial with its parameters.
    ///
    /// @throws SweepException when no trial is complete
    public static String bestYaml(SweepResult result, String metric) {
        TrialRecord best = result.best()
                .orElseThrow(() -> new SweepException("Found no complete trial among "
                        + result.trials().size() + ", expected one for " + BEST + "."));
        String parameters = best.parameters().entrySet().stream()
                .map(entry -> "  " + yaml(entry.getKey()) + ": " + yaml(entry.getValue()) + "\n")
                .collect(Collectors.joining());
        String found = best.found().entrySet().stream()
                .map(entry -> "  " + yaml(entry.getKey()) + ": " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        return "# The best of " + result.trials().size() + " trials: " + result.count("completed") + " completed, "
                + result.count("pruned") + " pruned, " + result.count("failed") + " failed.\n"
                + "trial: " + best.number() + "\n"
                + "metric: " + yaml(metric) + "\n"
                + "value: " + yaml(SweepResult.value(best)) + "\n"
                + "parameters:\n" + parameters + found;
    }

    /// Words as they are, other texts quoted: JSON's quoting is YAML's too, and so are its numbers, but for exponents,
    /// which YAML 1.1 takes only with a sign.
    private static String yaml(Object value) {
        if (value instanceof String text && !(text.matches("[A-Za-z_][A-Za-z0-9_.-]*") && !isYamlWord(text))) {
            try {
                return JSON.writeValueAsString(text);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A text cannot be quoted: " + text, e);
            }
        }
        return value instanceof Double number
                ? number.toString().replaceFirst("E(\\d)", "e+$1").replace("E-", "e-")
                : value.toString();
    }

    /// Words that YAML 1.1 reads as something else than a text.
    private static boolean isYamlWord(String text) {
        return List.of("y", "n", "yes", "no", "true", "false", "on", "off", "null")
                .contains(text.toLowerCase(Locale.ROOT));
    }
}
