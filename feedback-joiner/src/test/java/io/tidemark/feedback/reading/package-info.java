@NullMarked
package io.tidemark.feedback.reading;

import org.jspecify.annotations.NullMarked;
