package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.file.FileEvaluation;
import io.tidemark.cli.file.FileEvaluation.Kind;
import io.tidemark.cli.file.FileEvaluation.Options;
import io.tidemark.cli.file.FileEvaluation.Part;
import io.tidemark.cli.file.LeftOut;
import io.tidemark.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says how good the predictions in a file are.
@Command(
        name = "evaluate",
        description = "How good the predictions in a CSV file are: the metrics of live windows, with intervals.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark evaluate --data scored.csv --task regression --actual price --predicted prediction",
            "  tidemark evaluate --data scored.csv --task binary --actual label --predicted probability --threshold 0.3",
            "  tidemark evaluate --data scored.csv --task binary --actual churned --positive gone --predicted margin --scores",
            "  tidemark evaluate --data scored.csv --task multiclass --actual kind --predicted answer --segment region"
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "CSV; its first line names columns.")
    private Path data = Path.of("");

    @Option(names = "--task", required = true, paramLabel = "TASK", description = "regression, binary or multiclass.")
    private String task = "";

    @Option(names = "--actual", required = true, paramLabel = "COL", description = "Column of what came true.")
    private String actual = "";

    @Option(
            names = "--predicted",
            required = true,
            paramLabel = "COL",
            description = "Column of the prediction: a number, the probability of the positive class, or a class.")
    private String predicted = "";

    @Option(names = "--segment", paramLabel = "COL", description = "Evaluate each value of this column as well.")
    private @Nullable String segment;

    @Option(
            names = "--weight",
            paramLabel = "COL",
            description = "Column of how much a row counts, from 0. Without intervals, medians and calibration.")
    private @Nullable String weight;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "The positive one of two classes (default: the second of 0/1, -1/1, false/true, no/yes, n/y,"
                    + " negative/positive).")
    private @Nullable String positive;

    @Option(
            names = "--scores",
            description =
                    "binary: predictions are scores of any size, such as margins; without losses and calibration.")
    private boolean scores;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            description =
                    "Prediction from which on the positive class counts as predicted (default: 0.5; of scores 0).")
    private @Nullable Double threshold;

    @Option(
            names = "--confidence",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "Coverage of the intervals (default: 0.95).")
    private double confidence;

    @Option(names = "--json", paramLabel = "FILE", description = "Write JSON to a file; - prints it.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        Options options = options();
        List<Part> parts = FileEvaluation.of(data, options);
        requireRows(parts.getFirst(), options);
        JsonOutput.write(json, () -> new EvaluationJson(options).of(parts));
        if (!JsonOutput.isPrinted(json)) {
            new EvaluationView(Terminal.system(), options).print(parts);
        }
        return ExitCode.OK;
    }

    private void requireRows(Part all, Options options) {
        if (all.report().rows() > 0) {
            return;
        }
        String hint = options.kind() == Kind.BINARY && all.leftOut().containsKey(LeftOut.OUT_OF_RANGE)
                ? " Predictions that are no probabilities need --scores."
                : "";
        throw new UserError("Found no row with a usable " + actual + " and " + predicted + " in " + data
                + ", expected one or more; left out: " + EvaluationView.reasons(all) + "." + hint);
    }

    private Options options() {
        if (!(confidence > 0 && confidence < 1)) {
            throw new UserError("Found --confidence " + confidence + ", expected above 0 and below 1.");
        }
        if (scores && kind() != Kind.BINARY) {
            throw new UserError("Found --scores with the task " + task + ", expected the task binary.");
        }
        if (threshold != null && !(scores ? Double.isFinite(threshold) : threshold >= 0 && threshold <= 1)) {
            throw new UserError("Found --threshold " + threshold + ", expected "
                    + (scores ? "a finite number." : "0 to 1; scores of any size need --scores."));
        }
        return new Options(
                kind(),
                actual,
                predicted,
                Optional.ofNullable(segment),
                Optional.ofNullable(weight),
                Optional.ofNullable(positive),
                scores,
                threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold),
                confidence);
    }

    private Kind kind() {
        return switch (task.toLowerCase(Locale.ROOT)) {
            case "regression" -> Kind.REGRESSION;
            case "binary" -> Kind.BINARY;
            case "multiclass" -> Kind.MULTICLASS;
            default -> throw new UserError("Found the task '" + task + "', expected regression, binary or multiclass.");
        };
    }
}
