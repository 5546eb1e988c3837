package io.tidemark.drift.reference;

/// Where processors find references.
public interface References {
    /// The reference of a version; may wait for it, much shorter than a transaction may take. Never throws.
    ReferenceLookup find(VersionKey version);
}
