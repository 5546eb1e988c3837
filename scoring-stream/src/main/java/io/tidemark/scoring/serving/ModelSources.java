package io.tidemark.scoring.serving;

import io.tidemark.registry.ModelRegistry;

/// Where the loader learns about models.
///
/// @param registry has the bundles
/// @param past knows what models were asked before this process saw their traffic
public record ModelSources(ModelRegistry registry, PastTraffic past) {}
