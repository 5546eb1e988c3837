/// The model timeline: facts about which version serves, in the order of the log.
///
/// [TimelineFollower] reads it and goes on reading; [TimelineWriter] appends; [io.tidemark.event.Activated] is the
/// fact that routing obeys.
@NullMarked
package io.tidemark.streamkit.timeline;

import org.jspecify.annotations.NullMarked;
