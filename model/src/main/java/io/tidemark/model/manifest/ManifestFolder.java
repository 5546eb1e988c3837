package io.tidemark.model.manifest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The manifests that a service knows: `<folder>/<model>.yaml`, read anew each time.
///
/// @param overrides each `a.b=value`; they hold for every manifest
public record ManifestFolder(Path folder, List<String> overrides) {
    public ManifestFolder {
        overrides = List.copyOf(overrides);
    }

    /// True when the folder has a manifest of the model.
    public boolean has(String model) {
        return Files.isRegularFile(file(model));
    }

    /// The manifest of a model.
    ///
    /// @throws ManifestException when there is none, it is faulty, or it is another model's
    public ModelManifest manifest(String model) {
        ModelManifest manifest = ManifestReader.read(file(model), overrides);
        if (!manifest.name().equals(model)) {
            throw new ManifestException(
                    file(model).toString(),
                    List.of(new ManifestException.Problem(
                            "file",
                            "name",
                            "Found '" + manifest.name() + "', expected '" + model + "' as the file is called.")));
        }
        return manifest;
    }

    private Path file(String model) {
        if (!ManifestReader.isName(model)) {
            throw new IllegalArgumentException("Found the model name '" + model
                    + "', expected 1 to 63 lower-case letters, digits, '-' or '_', a letter first.");
        }
        return folder.resolve(model + ".yaml");
    }
}
