/// What the tests of all packages share: toy models with known scores, requests for them, a registry in memory.
@NullMarked
package io.tidemark.scoring;

import org.jspecify.annotations.NullMarked;
