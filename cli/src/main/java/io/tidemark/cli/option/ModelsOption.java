package io.tidemark.cli.option;

import io.tidemark.cli.UserError;
import io.tidemark.cli.stack.Installation;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where manifests are looked for, and what is changed in them.
public final class ModelsOption {
    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Folder with one MODEL.yaml per model (default: ./models, else the examples).")
    private @Nullable Path folder;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Override a key of the manifest, for example --set split.test=0.3; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    /// Folder of the manifests.
    public Path folder() {
        if (folder != null) {
            return folder.toAbsolutePath().normalize();
        }
        Path here = Path.of("models").toAbsolutePath();
        return Files.isDirectory(here) ? here : Installation.models();
    }

    /// Overrides of the command line.
    public List<String> overrides() {
        return List.copyOf(overrides);
    }

    /// The manifest of a model, by its name or by the path of its file.
    ///
    /// @throws UserError when there is none
    public ModelManifest manifest(String nameOrFile) {
        return manifest(nameOrFile, Optional.empty());
    }

    /// The manifest of a model with other base data, whose hash and archive member are then not the manifest's.
    ///
    /// @param data address of the data; empty: the manifest's
    public ModelManifest manifest(String nameOrFile, Optional<String> data) {
        Path file = nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml")
                ? Path.of(nameOrFile)
                : folder().resolve(nameOrFile + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw new UserError("Found no manifest " + file + ", expected one of " + known(folder())
                    + ", or the path of a .yaml file.");
        }
        List<String> all = new ArrayList<>(data.map(ModelsOption::dataOverrides).orElse(List.of()));
        all.addAll(overrides);
        return ManifestReader.read(file, all);
    }

    /// Overrides that put other data in place of the manifest's.
    public static List<String> dataOverrides(String address) {
        String quoted = '"' + address.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return List.of("data.source=" + quoted, "data.sha256=null", "data.member=null");
    }

    /// Refuses a name that the folder has no manifest of.
    ///
    /// @throws UserError when there is none
    public static void requireManifest(Path folder, String model) {
        if (!new ManifestFolder(folder, List.of()).has(model)) {
            throw new UserError("Found no manifest of a model '" + model + "', expected one of " + known(folder)
                    + ": that is the folder that the trainer reads.");
        }
    }

    private static String known(Path folder) {
        try (var files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
            return (names.isEmpty() ? "none: there is no manifest" : String.join(", ", names)) + " in " + folder;
        } catch (IOException e) {
            return "none: there is no folder " + folder;
        }
    }
}
