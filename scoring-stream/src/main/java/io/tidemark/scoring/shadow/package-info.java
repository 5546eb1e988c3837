/// Versions that score every request and answer none.
///
/// [ShadowService] follows the timeline and lets [ShadowVersions] load what it names as shadows; each model with a
/// shadow has a [ShadowStream], which runs [io.tidemark.scoring.topology.ShadowTopology] in a consumer group of its
/// own. Nothing here can hold up an answer or another model's shadow: the scoring stream does not know of it.
@NullMarked
package io.tidemark.scoring.shadow;

import org.jspecify.annotations.NullMarked;
