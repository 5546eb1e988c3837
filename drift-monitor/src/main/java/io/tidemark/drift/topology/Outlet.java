package io.tidemark.drift.topology;

import io.tidemark.drift.reference.VersionKey;
import org.apache.avro.specific.SpecificRecord;

/// Where what was found about a version goes.
@FunctionalInterface
interface Outlet {
    /// Writes a record under the model's name.
    ///
    /// @param sink name of the topology's node
    void write(VersionKey version, SpecificRecord value, String sink);
}
