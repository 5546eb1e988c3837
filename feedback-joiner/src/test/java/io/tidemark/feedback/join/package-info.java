@NullMarked
package io.tidemark.feedback.join;

import org.jspecify.annotations.NullMarked;
