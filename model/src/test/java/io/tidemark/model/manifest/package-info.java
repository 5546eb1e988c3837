@NullMarked
package io.tidemark.model.manifest;

import org.jspecify.annotations.NullMarked;
