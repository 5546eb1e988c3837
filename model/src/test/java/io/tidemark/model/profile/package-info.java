@NullMarked
package io.tidemark.model.profile;

import org.jspecify.annotations.NullMarked;
