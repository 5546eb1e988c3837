package io.tidemark.registry.foreign;

import java.util.Optional;

/// A version that another tool registered, and that has no bundle.
///
/// @param model name of the registered model
/// @param version its number, from 1
/// @param files what was logged as this version's model
/// @param runFiles what was logged with the run that made it; empty: it names none, or the run is gone
public record ForeignVersion(String model, int version, ForeignFiles files, Optional<ForeignFiles> runFiles) {
    /// Id of the import in place of a training run's: the same each time, so that what is done twice is one thing.
    public String importId() {
        return "mlflow-" + model + "-" + version;
    }
}
