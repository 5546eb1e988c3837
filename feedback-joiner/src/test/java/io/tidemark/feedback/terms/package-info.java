@NullMarked
package io.tidemark.feedback.terms;

import org.jspecify.annotations.NullMarked;
