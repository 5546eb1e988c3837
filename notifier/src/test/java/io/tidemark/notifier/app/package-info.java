@NullMarked
package io.tidemark.notifier.app;

import org.jspecify.annotations.NullMarked;
