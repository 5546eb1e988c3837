/// The numbers behind the claims. Each benchmark is a [io.tidemark.cli.bench.Benchmark], run by `tidemark bench
/// NAME`; what is compared is measured in one run, on one machine, in turn.
@NullMarked
package io.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
