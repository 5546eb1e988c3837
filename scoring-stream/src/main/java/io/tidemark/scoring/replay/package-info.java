/// Requests of the log answered again, outside of any stream.
///
/// [Replay] reads a [RequestRange] and asks an [AnswererChoice] who answers: [AdoptedVersions] as the log's adoptions
/// say, or one chosen version. [ReplayCheck] compares with [LiveEnds], how the same requests ended live. Nothing here
/// joins the scorer's group or touches its offsets.
@NullMarked
package io.tidemark.scoring.replay;

import org.jspecify.annotations.NullMarked;
