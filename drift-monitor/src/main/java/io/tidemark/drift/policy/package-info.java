/// When to ask for a training run: [RetrainPolicy]. Pure.
@NullMarked
package io.tidemark.drift.policy;

import org.jspecify.annotations.NullMarked;
