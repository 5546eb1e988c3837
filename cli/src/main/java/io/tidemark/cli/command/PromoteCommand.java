package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.registry.ForeignVersions;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.ActivationCause;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryUnavailableException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a registered version the champion.
@Command(
        name = "promote",
        description = {
            "Make a registered version the champion; the scorers swap while they run.",
            "",
            "One that another tool registered with MLflow is imported first, by the manifest of its model."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  tidemark promote housing 3 --reason \"approved by risk\"")
public final class PromoteCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "Version, counted from 1.")
    private int version;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Promoted by hand.",
            description = "Why, for the audit.")
    private String reason = "";

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        ModelRegistry registry = connection.home().home().openRegistry();
        ModelVersion wanted =
                imported(registry).orElseGet(() -> Publication.version(registry, connection.find(), model, version));
        boolean told = Publication.activate(registry, wanted, connection.find(), ActivationCause.PROMOTION, reason);
        Terminal.system().line(model + " version " + version + " is champion." + hint(told));
        return ExitCode.OK;
    }

    /// A version of MLflow, its bundle made where another tool registered it; empty: there is none, or nobody answers.
    private Optional<ModelVersion> imported(ModelRegistry registry) {
        try {
            return ForeignVersions.imported(registry, models, model, version);
        } catch (RegistryUnavailableException e) {
            return Optional.empty();
        }
    }

    static String hint(boolean registryWasTold) {
        return registryWasTold
                ? ""
                : " The registry does not answer: its alias follows once the registry bridge reaches it.";
    }
}
