/// Tests of what versions are compared with.
@NullMarked
package io.tidemark.drift.reference;

import org.jspecify.annotations.NullMarked;
