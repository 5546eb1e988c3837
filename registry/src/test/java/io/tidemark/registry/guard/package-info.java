@NullMarked
package io.tidemark.registry.guard;

import org.jspecify.annotations.NullMarked;
