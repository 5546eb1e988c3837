@NullMarked
package io.tidemark.feedback.quality;

import org.jspecify.annotations.NullMarked;
