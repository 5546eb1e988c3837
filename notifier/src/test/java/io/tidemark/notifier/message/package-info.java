@NullMarked
package io.tidemark.notifier.message;

import org.jspecify.annotations.NullMarked;
