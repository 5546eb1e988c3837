/// When to ask for a training run: [RetrainPolicy], a fold over readings. Pure: the same readings give the same
/// requests.
@NullMarked
package io.tidemark.drift.policy;

import org.jspecify.annotations.NullMarked;
