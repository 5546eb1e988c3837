/// From a manifest to a registered version.
///
/// - [io.tidemark.trainer.data]: where rows come from: files, the web, buckets, the log, a generator.
/// - [io.tidemark.trainer.algorithm]: the libraries behind one interface; each model leaves as a kernel.
/// - [io.tidemark.trainer.sweep]: the search for good parameters, an optimiser of our own.
/// - [io.tidemark.trainer.pipeline]: the run's steps; start here.
/// - [io.tidemark.trainer.gates]: what a version has to show.
/// - [io.tidemark.trainer.score]: files scored as the stream scores.
/// - [io.tidemark.trainer.run]: a run from order to registry, with its evidence.
/// - [io.tidemark.trainer.retrain]: runs asked for on the log.
/// - [io.tidemark.trainer.app]: the Spring Boot shell.
///
/// The only module that sees Smile (GPL-3) and LightGBM.
@NullMarked
package io.tidemark.trainer;

import org.jspecify.annotations.NullMarked;
