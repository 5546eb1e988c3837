package io.tidemark.trainer.adopt;

import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.registry.foreign.ForeignImport;
import java.nio.file.Path;
import java.util.List;

/// What the service loader finds.
public final class LoggedModelImports implements ForeignImport.Provider {
    @Override
    public ForeignImport open(Path manifests, List<String> overrides) {
        return new LoggedModelImport(new ManifestFolder(manifests, overrides));
    }
}
