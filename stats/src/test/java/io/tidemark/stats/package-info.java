/// What the tests of all packages share: golden files, seeded samples.
@NullMarked
package io.tidemark.stats;

import org.jspecify.annotations.NullMarked;
