@NullMarked
package io.tidemark.registry.gcs;

import org.jspecify.annotations.NullMarked;
