/// Tests of the retrain policy.
@NullMarked
package io.tidemark.drift.policy;

import org.jspecify.annotations.NullMarked;
