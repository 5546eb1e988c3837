@NullMarked
package io.tidemark.model.view;

import org.jspecify.annotations.NullMarked;
