package io.tidemark.registry.mlflow;

import java.util.Optional;

/// An alias, and who moved it last as far as Tidemark knows, both as they were at one moment.
///
/// @param version where it points; empty: it is not set
/// @param note who moved it; empty: Tidemark never did
public record AliasState(Optional<Integer> version, Optional<AliasNote> note) {}
