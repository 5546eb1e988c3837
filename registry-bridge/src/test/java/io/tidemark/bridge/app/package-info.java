@NullMarked
package io.tidemark.bridge.app;

import org.jspecify.annotations.NullMarked;
