/// Which versions are ready to answer.
///
/// [ModelLoader] follows the timeline: it fetches, verifies and warms up what an activation names, on a thread of its
/// own, and publishes a [ReadyActivation]; the stream reads the newest one through [ServingModels] and adopts it
/// between two records.
@NullMarked
package io.tidemark.scoring.serving;

import org.jspecify.annotations.NullMarked;
