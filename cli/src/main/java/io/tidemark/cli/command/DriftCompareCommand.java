package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.file.ColumnDrift;
import io.tidemark.cli.file.FileDrift;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says how far two files have drifted apart.
@Command(
        name = "compare",
        description =
                "How far the columns of two CSV files (UTF-8; comma, semicolon, tabulator or bar) have drifted apart; needs no"
                        + " broker.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:compared, drifted or not", "1:failed", "3:a column has drifted, with --fail-on-drift"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark drift compare --reference train.csv --current today.csv",
            "  tidemark drift compare --reference train.csv --current today.csv --mode evidently --json drift.json",
            "  tidemark drift compare --reference a.csv --current b.csv --columns age,income --fail-on-drift"
        })
public final class DriftCompareCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROBUST = "robust";

    @Option(names = "--reference", required = true, paramLabel = "FILE", description = "CSV of what was normal.")
    private Path reference = Path.of("");

    @Option(names = "--current", required = true, paramLabel = "FILE", description = "CSV of what is now.")
    private Path current = Path.of("");

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = ROBUST,
            description = "robust: bins at quantiles of the reference, drift is large and no chance (default)."
                    + " evidently: Evidently's formulas, methods and thresholds.")
    private String mode = ROBUST;

    @Option(
            names = "--columns",
            paramLabel = "COL",
            split = ",",
            description =
                    "These columns (default: all that both files have, but those of dates and of texts that are all"
                            + " different).")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--alpha",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "Robust mode: share of false alarms among alarms (default: 0.05).")
    private double alpha;

    @Option(names = "--fail-on-drift", description = "End with exit code 3 when a column has drifted.")
    private boolean failOnDrift;

    @Option(names = "--json", paramLabel = "FILE", description = "Write JSON to a file; - prints it.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        if (!(alpha > 0 && alpha < 1)) {
            throw new UserError("Found --alpha " + alpha + ", expected above 0 and below 1.");
        }
        FileDrift files = FileDrift.of(reference, current);
        List<ColumnDrift> found = switch (mode) {
            case ROBUST -> files.robust(columns, alpha);
            case "evidently" -> files.evidently(columns);
            default -> throw new UserError("Found the mode '" + mode + "', expected robust or evidently.");
        };
        JsonOutput.write(json, () -> toJson(found, files.unmatched()));
        if (!JsonOutput.isPrinted(json)) {
            print(found, files.unmatched());
        }
        boolean isDrifted = found.stream().anyMatch(ColumnDrift::drifted);
        return failOnDrift && isDrifted ? ExitCode.REFUSED : ExitCode.OK;
    }

    private void print(List<ColumnDrift> found, Map<String, String> unmatched) {
        Terminal terminal = Terminal.system();
        List<List<String>> rows = new ArrayList<>();
        for (ColumnDrift column : found) {
            rows.add(List.of(
                    Terminal.plain(column.column()),
                    column.kind(),
                    Long.toString(column.referenceRows()),
                    Long.toString(column.currentRows()),
                    share(column.referenceMissing()) + " → " + share(column.currentMissing()),
                    column.method(),
                    column.score().map(DriftCompareCommand::shown).orElse("-"),
                    value(column, "ks"),
                    value(column, "wasserstein_normed"),
                    column.drifted() ? "DRIFT" : "ok",
                    column.reason()));
        }
        Table.print(
                terminal,
                List.of("column", "kind", "rows", "now", "missing", "by", "score", "ks", "w/sd", "verdict", "because"),
                rows);
        long drifted = found.stream().filter(ColumnDrift::drifted).count();
        terminal.line(terminal.paint(
                drifted > 0 ? Paint.BAD : Paint.GOOD, drifted + " of " + found.size() + " columns have drifted."));
        unmatched.forEach((name, where) -> terminal.line(
                terminal.paint(Paint.HINT, "Not compared: " + Terminal.plain(name) + ", " + where + ".")));
    }

    private static String value(ColumnDrift column, String statistic) {
        return Optional.ofNullable(column.statistics().get(statistic))
                .map(DriftCompareCommand::shown)
                .orElse("-");
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private ObjectNode toJson(List<ColumnDrift> found, Map<String, String> unmatched) {
        ObjectNode node = JSON.createObjectNode()
                .put("mode", mode)
                .put("reference", reference.toString())
                .put("current", current.toString());
        long drifted = found.stream().filter(ColumnDrift::drifted).count();
        node.put("columns_compared", found.size())
                .put("columns_drifted", drifted)
                .put("share_drifted", found.isEmpty() ? 0 : drifted / (double) found.size());
        ObjectNode columnNodes = node.putObject("columns");
        for (ColumnDrift column : found) {
            ObjectNode of = columnNodes
                    .putObject(column.column())
                    .put("kind", column.kind())
                    .put("reference_rows", column.referenceRows())
                    .put("current_rows", column.currentRows())
                    .put("reference_missing", column.referenceMissing())
                    .put("current_missing", column.currentMissing())
                    .put("method", column.method())
                    .put("drifted", column.drifted())
                    .put("reason", column.reason());
            column.score().ifPresent(score -> of.put("score", score));
            ObjectNode statistics = of.putObject("statistics");
            column.statistics().forEach(statistics::put);
            ObjectNode pValues = of.putObject("p_values");
            column.pValues().forEach(pValues::put);
        }
        ArrayNode left = node.putArray("not_compared");
        unmatched.keySet().forEach(left::add);
        ObjectNode because = node.putObject("not_compared_because");
        unmatched.forEach(because::put);
        return node;
    }
}
