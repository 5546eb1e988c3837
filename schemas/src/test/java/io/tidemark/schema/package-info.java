@NullMarked
package io.tidemark.schema;

import org.jspecify.annotations.NullMarked;
