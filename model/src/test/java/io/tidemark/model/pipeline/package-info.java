@NullMarked
package io.tidemark.model.pipeline;

import org.jspecify.annotations.NullMarked;
