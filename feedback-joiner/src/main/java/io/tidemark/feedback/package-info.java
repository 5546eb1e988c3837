/// The feedback joiner: predictions wait for their true labels; what comes of it is history for training and live
/// quality.
///
/// - [io.tidemark.feedback.terms]: what the manifest in a version's bundle says about labels, segments and windows.
/// - [io.tidemark.feedback.join]: how each prediction and each label ends; pure.
/// - [io.tidemark.feedback.reading]: how far the log was read, which nothing expires ahead of.
/// - [io.tidemark.feedback.quality]: exact, mergeable quality per pane, rolling windows, when quality counts as lost;
///   pure.
/// - [io.tidemark.feedback.rollout]: versions on trial, and what becomes of them; pure.
/// - [io.tidemark.feedback.topology]: the data's way; start here.
/// - [io.tidemark.feedback.trial]: the way of the data of versions on trial, a stream of its own.
/// - [io.tidemark.feedback.app]: the Spring Boot shell.
@NullMarked
package io.tidemark.feedback;

import org.jspecify.annotations.NullMarked;
