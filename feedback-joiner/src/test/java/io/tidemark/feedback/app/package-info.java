@NullMarked
package io.tidemark.feedback.app;

import org.jspecify.annotations.NullMarked;
