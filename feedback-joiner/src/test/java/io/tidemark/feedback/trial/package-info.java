@NullMarked
package io.tidemark.feedback.trial;

import org.jspecify.annotations.NullMarked;
