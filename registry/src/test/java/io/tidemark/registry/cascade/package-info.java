@NullMarked
package io.tidemark.registry.cascade;

import org.jspecify.annotations.NullMarked;
