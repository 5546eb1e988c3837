@NullMarked
package io.tidemark.testkit;

import org.jspecify.annotations.NullMarked;
