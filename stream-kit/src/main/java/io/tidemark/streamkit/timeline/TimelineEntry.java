package io.tidemark.streamkit.timeline;

import io.tidemark.event.TimelineEvent;

/// A fact and its place on the log.
///
/// @param offset offset on the timeline's only partition: the order of facts
public record TimelineEntry(long offset, TimelineEvent event) {}
