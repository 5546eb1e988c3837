package io.tidemark.drift.policy;

import io.tidemark.streamkit.alert.Episode;
import java.time.Instant;
import java.util.Optional;

/// What the policy looks at.
///
/// @param episode the drift alert that is open
/// @param labels labelled rows that came since the drift began, or since the episode's last request
/// @param requests requests that the episode has led to, from 0
/// @param lastRequest when the policy last asked for a run of this model, on the clock of the judgements
/// @param now time of the judgement
public record Occasion(Episode episode, long labels, int requests, Optional<Instant> lastRequest, Instant now) {}
