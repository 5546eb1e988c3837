/// The `tidemark` command.
///
/// - [io.tidemark.cli.command]: one class per command; start at [io.tidemark.cli.TidemarkCommand].
/// - [io.tidemark.cli.option]: options that several commands share.
/// - [io.tidemark.cli.stack]: the embedded stack: broker, registry and all services.
/// - [io.tidemark.cli.client]: the command line as a client: send, watch, redrive.
/// - [io.tidemark.cli.status]: is it fine?
/// - [io.tidemark.cli.demo]: the closed loop on real data.
/// - [io.tidemark.cli.terminal]: colours, progress, tables.
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
