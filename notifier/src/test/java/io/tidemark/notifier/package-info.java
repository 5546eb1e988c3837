@NullMarked
package io.tidemark.notifier;

import org.jspecify.annotations.NullMarked;
