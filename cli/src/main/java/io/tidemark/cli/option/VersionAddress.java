package io.tidemark.cli.option;

import io.tidemark.cli.UserError;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;

/// A version as people write it: `housing@3`, `housing@challenger`, or `housing` for the champion.
///
/// @param model name of the model
/// @param version number or alias
public record VersionAddress(String model, String version) {
    /// Reads an address.
    public static VersionAddress parse(String text) {
        int at = text.indexOf('@');
        return at < 0
                ? new VersionAddress(text, ModelRegistry.CHAMPION)
                : new VersionAddress(text.substring(0, at), text.substring(at + 1));
    }

    /// The version.
    ///
    /// @throws UserError when there is none
    public ModelVersion in(ModelRegistry registry) {
        Integer number = version.chars().allMatch(Character::isDigit) && !version.isEmpty() && version.length() < 10
                ? Integer.valueOf(version)
                : registry.aliases(model).get(version);
        if (number == null) {
            throw new UserError("Found no " + version + " of " + model
                    + ", expected MODEL, MODEL@VERSION or MODEL@ALIAS" + known(registry));
        }
        return registry.version(model, number)
                .orElseThrow(() -> new UserError(
                        "Found no version " + number + " of " + model + known(registry) + foreign(registry, number)));
    }

    private String foreign(ModelRegistry registry, int number) {
        return Registries.mlflow(registry)
                .filter(mlflow -> mlflow.foreignVersions().has(model, number))
                .map(mlflow -> " MLflow has a version " + number + " of another tool: `tidemark registry import "
                        + model + " " + number + "` gives it a bundle.")
                .orElse("");
    }

    private String known(ModelRegistry registry) {
        return registry.models().contains(model)
                ? "; it has the versions "
                        + registry.versions(model).stream()
                                .map(ModelVersion::version)
                                .toList()
                        + " and the aliases " + registry.aliases(model) + "."
                : "; known models: " + registry.models() + ".";
    }
}
