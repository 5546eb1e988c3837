@NullMarked
package io.tidemark.registry;

import org.jspecify.annotations.NullMarked;
