@NullMarked
package io.tidemark.scoring.answer;

import org.jspecify.annotations.NullMarked;
