@NullMarked
package io.tidemark.feedback.rollout;

import org.jspecify.annotations.NullMarked;
