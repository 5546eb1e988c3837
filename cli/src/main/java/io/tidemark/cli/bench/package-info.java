/// What a benchmark is; the module `benchmarks` brings them.
@NullMarked
package io.tidemark.cli.bench;

import org.jspecify.annotations.NullMarked;
