/// One request's way: decode, check, choose the version, score, answer. [ScoringTopology] is the map,
/// [ScoreProcessor] the way itself.
@NullMarked
package io.tidemark.scoring.topology;

import org.jspecify.annotations.NullMarked;
