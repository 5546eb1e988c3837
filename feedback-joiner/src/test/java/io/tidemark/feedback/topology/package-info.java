@NullMarked
package io.tidemark.feedback.topology;

import org.jspecify.annotations.NullMarked;
