@NullMarked
package io.tidemark.notifier.sink;

import org.jspecify.annotations.NullMarked;
