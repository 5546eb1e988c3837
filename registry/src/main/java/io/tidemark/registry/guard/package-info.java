/// How a dependency that may be down is asked: [Guard] tries, waits, and leaves it alone when it keeps failing. Pure:
/// clock, pauses and chance come from outside. Start with [Guard].
@NullMarked
package io.tidemark.registry.guard;

import org.jspecify.annotations.NullMarked;
