@NullMarked
package io.tidemark.registry.mlflow;

import org.jspecify.annotations.NullMarked;
