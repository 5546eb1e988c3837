package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.terminal.Logs;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.trainer.foreign.ImportedModel;
import io.tidemark.trainer.foreign.ModelImport;
import io.tidemark.trainer.gates.GateFinding;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Registers a model that another tool trained.
@Command(
        name = "import",
        description = {
            "Register a model that another tool trained, and activate it when it is approved and a stack runs.",
            "",
            "Reads LightGBM's text, XGBoost's JSON and UBJSON (gbtree) and ONNX (tree ensembles, linear models). Inputs are found by"
                    + " name where the file has names: a feature's name, or feature=category."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:approved", "3:registered, but refused by a gate", "1:failed"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark import model.txt --manifest housing --data golden.csv",
            "  tidemark import model.json --manifest ./my-model.yaml --data golden.csv --prediction price_predicted"
        })
public final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The model.")
    private Path file = Path.of("");

    @Option(
            names = "--manifest",
            required = true,
            paramLabel = "MODEL",
            description = "Name of a model, or the path of its manifest.")
    private String model = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description =
                    "CSV: a column per feature, and one with what the tool that trained the model predicts for the"
                            + " row. The compiled model has to predict the same; drift is later measured against these rows.")
    private Path data = Path.of("");

    @Option(
            names = "--prediction",
            paramLabel = "COLUMN",
            defaultValue = "prediction",
            description = "Column of the predictions (default: ${DEFAULT-VALUE}).")
    private String prediction = "";

    @Option(names = "--no-activate", description = "Register only; `tidemark promote` activates later.")
    private boolean noActivate;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        Logs.toFile(connection.home().home().logs().resolve("import.log"));
        ModelManifest manifest = models.manifest(model);
        ModelRegistry registry = connection.home().home().openRegistry();
        ImportedModel imported = new ModelImport(registry).run(file, manifest, data, prediction);
        boolean active = Publication.publish(registry, imported.version(), connection.find(), !noActivate);
        Terminal terminal = Terminal.system();
        terminal.line(imported.format() + ", compared on " + imported.rows() + " rows");
        for (GateFinding finding : imported.gates().findings()) {
            terminal.line(terminal.paint(finding.passed() ? Paint.HINT : Paint.BAD, "  " + finding.message()));
        }
        terminal.line(
                imported.version().model() + " version " + imported.version().version()
                        + (imported.version().approved() ? " is registered" : " is registered as refused")
                        + (active ? " and active" : ""));
        return imported.version().approved() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
