@NullMarked
package io.tidemark.notifier.delivery;

import org.jspecify.annotations.NullMarked;
