/// A real Kafka broker and a real schema registry as child processes, for people without a cluster and for tests.
///
/// Start at [EmbeddedStack]. Both children come from their Maven artifacts, which the build lays out under
/// `target/dist` ([StackRuntime]); none of their classes is on our class path. Everything they keep lies under one home
/// directory:
///
/// ```
/// broker/            server.properties and data/ (the log)
/// schema-registry/   registry.mv.db (schemas)
/// cache/            class archives, where the programs themselves are read-only
/// logs/              broker.log, schema-registry.log and those of the start before
/// run/               lock, and stack.json while the stack runs
/// ```
///
/// Depends on `schemas` only for what comes with it (Kafka's clients, Jackson).
@NullMarked
package io.tidemark.stack;

import org.jspecify.annotations.NullMarked;
